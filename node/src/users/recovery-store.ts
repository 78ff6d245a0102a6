import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { notify } from '../notifications/notify.ts'
import { endSessions } from './end-sessions.ts'
import { forgetMarks } from './login-marks.ts'
import { accounts, recoveryRequests, setUpLinks } from './schema.ts'
import type { AccountRow } from './store.ts'

export type RecoveryStore = ReturnType<typeof createRecoveryStore>

export interface NewRecoveryLink {
  readonly url: string
  readonly tokenSha256: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export function createRecoveryStore(db: Db) {
  const isOpen = and(isNotNull(accounts.passwordHash), isNull(accounts.disabledAt))
  const isGoodLink = (tokenSha256: string, now: Date) =>
    and(
      eq(setUpLinks.tokenSha256, tokenSha256),
      eq(setUpLinks.purpose, 'recovery'),
      isNull(setUpLinks.usedAt),
      gt(setUpLinks.expiresAt, now),
    )

  /** The only link that is good for the account. */
  async function replaceLink(tx: Tx, accountId: string, link: NewRecoveryLink): Promise<void> {
    const { tokenSha256, createdAt, expiresAt } = link
    await tx.delete(setUpLinks).where(eq(setUpLinks.accountId, accountId))
    await tx
      .insert(setUpLinks)
      .values({ tokenSha256, accountId, purpose: 'recovery', createdAt, expiresAt })
  }

  return {
    async insertRequest(request: typeof recoveryRequests.$inferInsert): Promise<void> {
      await db.insert(recoveryRequests).values(request)
    },

    /** Looks at the oldest request and forgets it. Returns whether there was one. */
    answerOne(link: NewRecoveryLink): Promise<boolean> {
      return db.transaction(async (tx) => {
        const [request] = await tx
          .select()
          .from(recoveryRequests)
          .orderBy(asc(recoveryRequests.at))
          .limit(1)
          .for('update', { skipLocked: true })
        if (request === undefined) return false
        await tx.delete(recoveryRequests).where(eq(recoveryRequests.id, request.id))
        const [account] = await tx
          .select({ id: accounts.id, name: accounts.name })
          .from(accounts)
          .where(and(eq(accounts.email, request.email), isOpen))
        if (account === undefined) return true
        await replaceLink(tx, account.id, link)
        await notify(tx, {
          kind: 'password-recovery',
          to: `address:${request.email}`,
          key: request.id,
          data: { name: account.name, link: link.url, expiresAt: link.expiresAt.toISOString() },
        })
        await recordAudit(tx, {
          actor: 'node',
          action: 'password.recovery-requested',
          object: `account:${account.id}`,
        })
        return true
      })
    },

    insertLink(
      accountId: string,
      link: NewRecoveryLink,
      actor: `account:${string}`,
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        const [account] = await tx
          .select({ id: accounts.id })
          .from(accounts)
          .where(and(eq(accounts.id, accountId), isOpen))
        if (account === undefined) return false
        await replaceLink(tx, accountId, link)
        await recordAudit(tx, {
          actor,
          action: 'password.recovery-link-made',
          object: `account:${accountId}`,
        })
        return true
      })
    },

    async isGood(tokenSha256: string, now: Date): Promise<boolean> {
      const found = await db
        .select({ accountId: setUpLinks.accountId })
        .from(setUpLinks)
        .where(isGoodLink(tokenSha256, now))
      return found.length > 0
    },

    /** Uses the link up and sets the password, or does nothing when another request used it first. */
    reset(tokenSha256: string, passwordHash: string, now: Date): Promise<AccountRow | undefined> {
      return db.transaction(async (tx) => {
        const [used] = await tx
          .update(setUpLinks)
          .set({ usedAt: now })
          .where(isGoodLink(tokenSha256, now))
          .returning({ accountId: setUpLinks.accountId })
        if (used === undefined) return undefined
        const [account] = await tx
          .update(accounts)
          .set({ passwordHash, passwordChangedAt: now })
          .where(and(eq(accounts.id, used.accountId), isOpen))
          .returning()
        if (account === undefined) return undefined
        await endSessions(tx, account.id)
        await forgetMarks(tx, account.id)
        await tellOfNewPassword(tx, account.id, now, 'password.recovered')
        return account
      })
    },
  }
}

/** Whoever did not do it themselves is to learn of it. */
export async function tellOfNewPassword(
  tx: Tx,
  accountId: string,
  now: Date,
  action: 'password.changed' | 'password.recovered',
): Promise<void> {
  await recordAudit(tx, { actor: `account:${accountId}`, action, object: `account:${accountId}` })
  await notify(tx, {
    kind: 'password-changed',
    to: `account:${accountId}`,
    key: now.toISOString(),
    data: {},
  })
}
