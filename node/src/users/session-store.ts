import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { SessionKind, TokenScope } from '@crosspanel/protocol/account'
import type { Db } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import type { Role } from './account.ts'
import { accounts, apiTokens, sessions } from './schema.ts'

export type SessionStore = ReturnType<typeof createSessionStore>
export type NewSession = typeof sessions.$inferInsert

export interface Bearer {
  readonly accountId: string
  readonly role: Role
  readonly scope: TokenScope
  readonly lastUsedAt: Date | null
}

/** A session of a browser that was not used for this long has ended. */
const BROWSER_IDLE_MS = 30 * 60_000

export function createSessionStore(db: Db) {
  const findSession = db
    .select({
      accountId: sessions.accountId,
      role: accounts.role,
      lastUsedAt: sessions.lastUsedAt,
    })
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
    .prepare('find_session')
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
    open(session: NewSession & { readonly kind: SessionKind }): Promise<void> {
      return db.transaction(async (tx) => {
        await tx.insert(sessions).values(session)
        await recordAudit(tx, {
          actor: `account:${session.accountId}`,
          action: 'session.opened',
          object: `account:${session.accountId}`,
          details: { kind: session.kind },
        })
      })
    },

    async find(digest: string, now: Date): Promise<Bearer | undefined> {
      const idleSince = new Date(now.getTime() - BROWSER_IDLE_MS).toISOString()
      const [row] = await findSession.execute({ digest, now: now.toISOString(), idleSince })
      return row && { ...row, scope: 'full' }
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

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(sessions).where(lt(sessions.expiresAt, now))
    },
  }
}
