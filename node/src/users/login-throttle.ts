import { hash } from 'node:crypto'
import { DomainError } from '@crosspanel/protocol/problem'
import { eq, inArray, lt, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import type { Acquaintance } from './login-marks.ts'
import type { Origin } from './origin.ts'
import { loginAttempts } from './schema.ts'

export type LoginThrottle = ReturnType<typeof createLoginThrottle>

export interface Limit {
  readonly bucket: string
  /** Failures before the first pause. */
  readonly free: number
  /** The pause doubles from one second up to this. */
  readonly pauseMaxS: number
}

/**
 * The narrowest first. Strangers share one count for the account: all of them together have 20 free
 * guesses and then 20 an hour. Whoever comes from a device or a network that the owner has logged
 * in from has a count of its own, which no stranger touches, so nobody can lock the owner out.
 */
export function limitsOf(
  email: string,
  { address, deviceToken = '' }: Origin,
  acquaintance: Acquaintance,
): readonly Limit[] {
  const device = limit(`device ${deviceToken} of ${email}`, 10, 60)
  const own = limit(`account ${email} from ${address}`, 5, 15)
  const network = limit(`address ${address}`, 50, 60)
  const account = limit(`account ${email}`, 20, 180)
  if (acquaintance === 'device') return [device]
  return acquaintance === 'network' ? [own, network] : [own, account, network]
}

/** Anybody may ask for a recovery link: a person gets a few, and an address asks for some more. */
export function recoveryLimitsOf(email: string, address: string): readonly Limit[] {
  return [
    limit(`recovery of ${email} from ${address}`, 5, 60),
    limit(`recovery from ${address}`, 30, 120),
  ]
}

/** Anybody may begin a device login. */
export function deviceLoginLimitsOf(address: string): readonly Limit[] {
  return [limit(`device login from ${address}`, 30, 60)]
}

/** A user code is short enough to be typed, so whoever has logged in is not to guess others' (RFC 8628 section 5.1). */
export function userCodeLimitsOf(accountId: string, address: string): readonly Limit[] {
  return [limit(`user code by ${accountId}`, 10, 60), limit(`user code from ${address}`, 50, 60)]
}

/** The password is asked for again: whoever has found an open session is not to guess it. */
export function confirmationLimitsOf(accountId: string): readonly Limit[] {
  return [limit(`confirmation by ${accountId}`, 5, 60)]
}

const FORGET_AFTER_MS = 3_600_000
const REFUSED_MAX = 20_000

/**
 * Slows guessing down. Each attempt is booked as a failure before the
 * password is looked at, so that attempts at the same moment count too; success takes it back.
 */
export function createLoginThrottle(db: Db) {
  /** Until when a bucket refuses, milliseconds: a flood of attempts is turned away without the database. */
  const refusedUntil = new Map<string, number>()

  function refuse(bucket: string, until: number, now: Date): never {
    refusedUntil.delete(bucket)
    refusedUntil.set(bucket, until)
    const [oldest] = refusedUntil.size > REFUSED_MAX ? refusedUntil.keys() : []
    if (oldest !== undefined) refusedUntil.delete(oldest)
    throw new DomainError('rate-limited', undefined, {
      retryAfterS: Math.max(1, (until - now.getTime()) / 1000),
    })
  }

  async function book({ bucket, ...limit }: Limit, now: Date): Promise<void> {
    const nowSql = sql`${now.toISOString()}::timestamptz`
    const isOld = sql`${loginAttempts.lastAt} < ${nowSql} - ${FORGET_AFTER_MS} * interval '1 ms'`
    const failures = sql`case when ${isOld} then 1 else ${loginAttempts.failures} + 1 end`
    const pauseS = sql`case when ${failures} <= ${limit.free}::int then 0
      else least(${limit.pauseMaxS}::float8, power(2, least(30, ${failures} - ${limit.free}::int - 1))) end`
    const booked = await db
      .insert(loginAttempts)
      .values({ bucket, failures: 1, lastAt: now, nextAt: now })
      .onConflictDoUpdate({
        target: loginAttempts.bucket,
        set: { failures, lastAt: now, nextAt: sql`${nowSql} + ${pauseS} * interval '1 second'` },
        // Two at once may come in the other order than their clocks were read.
        setWhere: sql`${loginAttempts.failures} < ${limit.free}::int or ${loginAttempts.nextAt} <= ${nowSql}`,
      })
      .returning({ bucket: loginAttempts.bucket })
    if (booked.length > 0) return
    const [row] = await db.select().from(loginAttempts).where(eq(loginAttempts.bucket, bucket))
    refuse(bucket, row?.nextAt.getTime() ?? 0, now)
  }

  return {
    /** Throws `rate-limited` when this attempt comes too early. */
    async attempt(limits: readonly Limit[], now: Date): Promise<void> {
      for (const { bucket } of limits) {
        const until = refusedUntil.get(bucket) ?? 0
        if (until > now.getTime()) refuse(bucket, until, now)
        refusedUntil.delete(bucket)
      }
      for (const limit of limits) await book(limit, now)
    },

    /** Forgets the failures of the narrowest count, and takes this one back from the others. */
    async succeeded(limits: readonly Limit[], now: Date): Promise<void> {
      const [own, ...shared] = limits.map(({ bucket }) => bucket)
      if (own !== undefined) await db.delete(loginAttempts).where(eq(loginAttempts.bucket, own))
      if (shared.length === 0) return
      await db
        .update(loginAttempts)
        .set({ failures: sql`greatest(0, ${loginAttempts.failures} - 1)`, nextAt: now })
        .where(inArray(loginAttempts.bucket, shared))
    },

    async forgetOld(now: Date): Promise<void> {
      const before = new Date(now.getTime() - FORGET_AFTER_MS)
      await db.delete(loginAttempts).where(lt(loginAttempts.lastAt, before))
    },
  }
}

/** A bucket is a SHA-256: addresses of people who have no account here are not kept. */
function limit(text: string, free: number, pauseMaxS: number): Limit {
  return { bucket: hash('sha256', text, 'hex'), free, pauseMaxS }
}
