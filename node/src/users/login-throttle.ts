import { createHash } from 'node:crypto'
import { DomainError } from '@crosspanel/protocol/problem'
import { eq, inArray, lt, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { loginAttempts } from './schema.ts'

export type LoginThrottle = ReturnType<typeof createLoginThrottle>

interface Limit {
  readonly bucket: string
  /** Failures before the first pause. */
  readonly free: number
  /** The pause doubles from one second up to this. */
  readonly pauseMaxS: number
}

/**
 * Three counts, the narrowest first. Whoever guesses at an account from elsewhere can hold up its
 * owner for two seconds at most, so nobody can be locked out; an institution may have one address
 * for all its people.
 */
function limitsOf(email: string, address: string): readonly [Limit, Limit, Limit] {
  return [
    { bucket: digestOf(`account ${email} from ${address}`), free: 5, pauseMaxS: 15 },
    { bucket: digestOf(`account ${email}`), free: 100, pauseMaxS: 2 },
    { bucket: digestOf(`address ${address}`), free: 50, pauseMaxS: 60 },
  ]
}

const FORGET_AFTER_MS = 3_600_000

/**
 * Slows guessing down. Each attempt is booked as a failure before the
 * password is looked at, so that attempts at the same moment count too; success takes it back.
 */
export function createLoginThrottle(db: Db) {
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
    const waitMs = (row?.nextAt.getTime() ?? 0) - now.getTime()
    throw new DomainError('rate-limited', undefined, { retryAfterS: Math.max(1, waitMs / 1000) })
  }

  return {
    /** Throws `rate-limited` when this attempt comes too early. */
    async attempt(email: string, address: string, now: Date): Promise<void> {
      for (const limit of limitsOf(email, address)) await book(limit, now)
    },

    async succeeded(email: string, address: string, now: Date): Promise<void> {
      const [own, ...shared] = limitsOf(email, address).map(({ bucket }) => bucket)
      if (own !== undefined) await db.delete(loginAttempts).where(eq(loginAttempts.bucket, own))
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

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
