import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { TokenScope } from '@crosspanel/protocol/account'
import { BROWSER_IDLE_MS } from '@crosspanel/protocol/session-cookie'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { named, rawStatement } from '../raw-statement.ts'
import type { Account, Role } from './account.ts'
import { endSessions } from './end-sessions.ts'
import { tellOfNewPassword } from './recovery-store.ts'
import { accounts, apiTokens, sessions, setUpLinks } from './schema.ts'

export type SessionStore = ReturnType<typeof createSessionStore>
export type NewSession = typeof sessions.$inferInsert
export type SessionRow = typeof sessions.$inferSelect

export interface Bearer {
  readonly accountId: string
  readonly role: Role
  readonly scope: TokenScope
  readonly lastUsedAt: Date | null
  readonly sessionId?: string
}

type SessionBearer = Pick<Required<Bearer>, 'accountId' | 'role' | 'sessionId'> & {
  readonly lastUsedAt: string
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.insert(sessions).values(session)
  await tx
    .update(accounts)
    .set({ lastLoginAt: session.createdAt })
    .where(eq(accounts.id, session.accountId))
  await recordAudit(tx, {
    actor: `account:${session.accountId}`,
    action: 'session.opened',
    object: `account:${session.accountId}`,
    details: { kind: session.kind, network: session.network ?? null },
  })
}

export function createSessionStore(db: Db) {
  const session = db
    .select(
      named({
        sessionId: sessions.id,
        accountId: sessions.accountId,
        role: accounts.role,
        lastUsedAt: sessions.lastUsedAt,
      }),
    )
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(
      and(
        eq(sessions.tokenSha256, sql.placeholder('digest')),
        gt(sessions.expiresAt, sql.placeholder('now')),
        or(
          eq(sessions.kind, 'command-line'),
          gt(sessions.lastUsedAt, sql.placeholder('idleSince')),
        ),
        isNull(accounts.disabledAt),
      ),
    )
  const findSession = rawStatement<SessionBearer>(db, session)
  const findToken = db
    .select({
      accountId: apiTokens.accountId,
      role: accounts.role,
      lastUsedAt: apiTokens.lastUsedAt,
      scope: apiTokens.scope,
    })
    .from(apiTokens)
    .innerJoin(accounts, eq(accounts.id, apiTokens.accountId))
    .where(
      and(
        eq(apiTokens.tokenSha256, sql.placeholder('digest')),
        gt(apiTokens.expiresAt, sql.placeholder('now')),
        isNull(accounts.disabledAt),
      ),
    )
    .prepare('find_api_token')

  return {
    open(session: NewSession): Promise<void> {
      return db.transaction((tx) => insertSession(tx, session))
    },

    async find(digest: string, now: Date): Promise<Bearer | undefined> {
      const idleSince = new Date(now.getTime() - BROWSER_IDLE_MS).toISOString()
      const [row] = await findSession({ digest, now: now.toISOString(), idleSince })
      return row && { ...row, lastUsedAt: new Date(row.lastUsedAt), scope: 'full' }
    },

    async findToken(digest: string, now: Date): Promise<Bearer | undefined> {
      const [row] = await findToken.execute({ digest, now: now.toISOString() })
      return row
    },

    async touch(kind: 'session' | 'token', digest: string, now: Date): Promise<void> {
      if (kind === 'session') {
        await db.update(sessions).set({ lastUsedAt: now }).where(eq(sessions.tokenSha256, digest))
      } else {
        await db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.tokenSha256, digest))
      }
    },

    close(digest: string): Promise<void> {
      return db.transaction(async (tx) => {
        const [closed] = await tx
          .delete(sessions)
          .where(eq(sessions.tokenSha256, digest))
          .returning({ accountId: sessions.accountId })
        if (closed === undefined) return
        await recordAudit(tx, {
          actor: `account:${closed.accountId}`,
          action: 'session.closed',
          object: `account:${closed.accountId}`,
        })
      })
    },

    /** Those that still open something, the last used first. */
    list(accountId: string, now: Date): Promise<SessionRow[]> {
      const idleSince = new Date(now.getTime() - BROWSER_IDLE_MS)
      return db
        .select()
        .from(sessions)
        .where(
          and(
            eq(sessions.accountId, accountId),
            gt(sessions.expiresAt, now),
            or(eq(sessions.kind, 'command-line'), gt(sessions.lastUsedAt, idleSince)),
          ),
        )
        .orderBy(desc(sessions.lastUsedAt), desc(sessions.id))
    },

    /** Whether there was such a session of this account. */
    revoke(accountId: string, id: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const gone = await tx
          .delete(sessions)
          .where(and(eq(sessions.id, id), eq(sessions.accountId, accountId)))
          .returning({ id: sessions.id })
        if (gone.length === 0) return false
        await recordAudit(tx, {
          actor: `account:${accountId}`,
          action: 'session.revoked',
          object: `account:${accountId}`,
        })
        return true
      })
    },

    /** Ends every session of the account, by an administrator. */
    revokeAll(accountId: string, by: string): Promise<void> {
      return db.transaction((tx) => endAudited(tx, { accountId, by }))
    },

    revokeOthers(account: Account): Promise<void> {
      return db.transaction((tx) => endAudited(tx, othersOf(account)))
    },

    /** Sets the password and ends every session but the one that asks. */
    changePassword(account: Account, passwordHash: string, now: Date): Promise<void> {
      return db.transaction(async (tx) => {
        await tx
          .update(accounts)
          .set({ passwordHash, passwordChangedAt: now })
          .where(eq(accounts.id, account.id))
        await tx.delete(setUpLinks).where(eq(setUpLinks.accountId, account.id))
        await endAudited(tx, othersOf(account))
        await tellOfNewPassword(tx, account.id, now, 'password.changed')
      })
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(sessions).where(lt(sessions.expiresAt, now))
    },
  }
}

interface Ending {
  readonly accountId: string
  /** The account that asks. */
  readonly by: string
  /** The session that stays. */
  readonly exceptId?: string | undefined
}

const othersOf = ({ id, sessionId }: Account): Ending => ({
  accountId: id,
  by: id,
  exceptId: sessionId,
})

async function endAudited(tx: Tx, { accountId, by, exceptId }: Ending): Promise<void> {
  const sessions = await endSessions(tx, accountId, exceptId)
  if (sessions === 0) return
  await recordAudit(tx, {
    actor: `account:${by}`,
    action: exceptId === undefined ? 'session.all-revoked' : 'session.others-revoked',
    object: `account:${accountId}`,
    details: { sessions },
  })
}
