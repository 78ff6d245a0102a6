import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { notify } from '../notifications/notify.ts'
import type { newSession } from './new-session.ts'
import { accounts, deviceLogins } from './schema.ts'
import { insertSession } from './session-store.ts'
import type { AccountRow } from './store.ts'

export type DeviceLoginStore = ReturnType<typeof createDeviceLoginStore>
export type DeviceLoginRow = typeof deviceLogins.$inferSelect

/** `gone`: there is no such login, it is too old, or its token was handed out already. */
export type Polled =
  | { readonly outcome: 'gone' | 'denied' }
  | { readonly outcome: 'pending' | 'too-early'; readonly intervalS: number }
  | { readonly outcome: 'approved'; readonly account: AccountRow }

/** What every poll that comes too early adds to the interval, seconds (RFC 8628 section 3.5). */
const SLOW_DOWN_S = 5
/** The clocks of two machines do not tick as one. */
const GRACE_MS = 1000

export function createDeviceLoginStore(db: Db) {
  const isWaiting = (userCodeSha256: string, now: Date) =>
    and(
      eq(deviceLogins.userCodeSha256, userCodeSha256),
      eq(deviceLogins.state, 'pending'),
      gt(deviceLogins.expiresAt, now),
    )

  return {
    /** Whether the code was free. */
    async insert(login: typeof deviceLogins.$inferInsert): Promise<boolean> {
      const inserted = await db
        .insert(deviceLogins)
        .values(login)
        .onConflictDoNothing()
        .returning({ state: deviceLogins.state })
      return inserted.length > 0
    },

    /** The login that waits for somebody with this code. */
    async findWaiting(userCodeSha256: string, now: Date): Promise<DeviceLoginRow | undefined> {
      const [row] = await db.select().from(deviceLogins).where(isWaiting(userCodeSha256, now))
      return row
    },

    /** Whether it was still waiting. */
    decide(
      userCodeSha256: string,
      state: 'approved' | 'denied',
      accountId: string,
      now: Date,
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        const decided = await tx
          .update(deviceLogins)
          .set({ state, accountId })
          .where(isWaiting(userCodeSha256, now))
          .returning({ state: deviceLogins.state })
        if (decided.length === 0) return false
        await recordAudit(tx, {
          actor: `account:${accountId}`,
          action: `device-login.${state}`,
          object: `account:${accountId}`,
        })
        return true
      })
    },

    /** How the login stands. Opens `session` for the account that has approved it, once. */
    poll(
      deviceCodeSha256: string,
      session: ReturnType<typeof newSession>['session'],
      now: Date,
    ): Promise<Polled> {
      return db.transaction(async (tx) => {
        const isIt = eq(deviceLogins.deviceCodeSha256, deviceCodeSha256)
        const [login] = await tx
          .select()
          .from(deviceLogins)
          .where(and(isIt, gt(deviceLogins.expiresAt, now)))
          .for('update')
        if (login === undefined) return { outcome: 'gone' }
        if (login.state === 'pending') {
          const isEarly = isTooEarly(login, now)
          const intervalS = login.intervalS + (isEarly ? SLOW_DOWN_S : 0)
          await tx.update(deviceLogins).set({ polledAt: now, intervalS }).where(isIt)
          return { outcome: isEarly ? 'too-early' : 'pending', intervalS }
        }
        await tx.delete(deviceLogins).where(isIt)
        if (login.state === 'denied') return { outcome: 'denied' }
        const [account] = await tx
          .select()
          .from(accounts)
          .where(and(eq(accounts.id, login.accountId ?? ''), isNull(accounts.disabledAt)))
        if (account === undefined) return { outcome: 'gone' }
        await insertSession(tx, { ...session, accountId: account.id, client: login.machine })
        // Whoever was talked into approving another's code is to learn of it.
        await notify(tx, {
          kind: 'command-line-login',
          to: `account:${account.id}`,
          key: session.id,
          data: { machine: login.machine, address: login.address },
        })
        return { outcome: 'approved', account }
      })
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(deviceLogins).where(lt(deviceLogins.expiresAt, now))
    },
  }
}

function isTooEarly({ polledAt, intervalS }: DeviceLoginRow, now: Date): boolean {
  return polledAt !== null && now.getTime() - polledAt.getTime() < intervalS * 1000 - GRACE_MS
}
