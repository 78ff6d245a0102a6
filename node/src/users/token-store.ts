import { and, asc, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { notify } from '../notifications/notify.ts'
import { apiTokens } from './schema.ts'
import type { ApiTokenRow } from './store.ts'

export type TokenStore = ReturnType<typeof createTokenStore>

const DAY_MS = 86_400_000
/** How long before a token's end its owner is told. One that lives no longer than that needs no warning. */
const WARN_MS = 7 * DAY_MS

export function createTokenStore(db: Db) {
  const owned = (accountId: string, id: string) =>
    and(eq(apiTokens.id, id), eq(apiTokens.accountId, accountId))

  return {
    insert(token: ApiTokenRow): Promise<void> {
      return db.transaction(async (tx) => {
        await tx.insert(apiTokens).values(token)
        await recordAudit(tx, {
          actor: `account:${token.accountId}`,
          action: 'token.created',
          object: `token:${token.id}`,
          details: { scope: token.scope },
        })
      })
    },

    list(accountId: string): Promise<ApiTokenRow[]> {
      return db
        .select()
        .from(apiTokens)
        .where(eq(apiTokens.accountId, accountId))
        .orderBy(asc(apiTokens.createdAt), asc(apiTokens.id))
    },

    async rename(accountId: string, id: string, name: string): Promise<ApiTokenRow | undefined> {
      const [row] = await db.update(apiTokens).set({ name }).where(owned(accountId, id)).returning()
      return row
    },

    /** Whether there was such a token of this account. */
    remove(accountId: string, id: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const gone = await tx
          .delete(apiTokens)
          .where(owned(accountId, id))
          .returning({ id: apiTokens.id })
        if (gone.length === 0) return false
        await recordAudit(tx, {
          actor: `account:${accountId}`,
          action: 'token.deleted',
          object: `token:${id}`,
        })
        return true
      })
    },

    /** Tells the owners of tokens that will end within a week, once for each token. */
    warnExpiring(now: Date): Promise<void> {
      return db.transaction(async (tx) => {
        const told = await tx
          .update(apiTokens)
          .set({ expiryToldAt: now })
          .where(
            and(
              isNull(apiTokens.expiryToldAt),
              gt(apiTokens.expiresAt, now),
              lte(apiTokens.expiresAt, new Date(now.getTime() + WARN_MS)),
              sql`${apiTokens.expiresAt} - ${apiTokens.createdAt} > ${WARN_MS} * interval '1 ms'`,
            ),
          )
          .returning()
        for (const { id, accountId, name, expiresAt } of told) {
          await notify(tx, {
            kind: 'token-expiring',
            to: `account:${accountId}`,
            key: id,
            data: { tokenName: name, expiresAt: expiresAt.toISOString() },
          })
        }
      })
    },

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(apiTokens).where(lt(apiTokens.expiresAt, now))
    },
  }
}
