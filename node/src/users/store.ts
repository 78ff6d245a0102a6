import { and, asc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import type { Role } from './account.ts'
import { accounts, apiTokens, setUpLinks } from './schema.ts'

export type AccountRow = typeof accounts.$inferSelect
export type ApiTokenRow = typeof apiTokens.$inferSelect
export type UserStore = ReturnType<typeof createUserStore>

export interface NewSetUpLink {
  readonly accountId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly tokenSha256: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly actor: `account:${string}` | 'node'
}

export function createUserStore(db: Db) {
  return {
    /**
     * Makes the account if there is none with this e-mail address, and the only link that is good
     * for it. `undefined` when the account was set up already.
     */
    invite(link: NewSetUpLink): Promise<AccountRow | undefined> {
      return db.transaction(async (tx) => {
        const account = await insertOrRefresh(tx, link)
        if (account === undefined) return undefined
        await tx.delete(setUpLinks).where(eq(setUpLinks.accountId, account.id))
        await tx.insert(setUpLinks).values({ ...link, accountId: account.id })
        await recordAudit(tx, {
          actor: link.actor,
          action: 'account.invited',
          object: `account:${account.id}`,
          details: { role: link.role },
        })
        return account
      })
    },

    async findInvited(tokenSha256: string, now: Date): Promise<AccountRow | undefined> {
      const [row] = await db
        .select({ account: accounts })
        .from(setUpLinks)
        .innerJoin(accounts, eq(accounts.id, setUpLinks.accountId))
        .where(isGoodLink(tokenSha256, now))
      return row?.account
    },

    /** Uses the link up and sets the password, or does nothing when another request used it first. */
    setUp(
      tokenSha256: string,
      chosen: { name: string; passwordHash: string },
      now: Date,
    ): Promise<AccountRow | undefined> {
      return db.transaction(async (tx) => {
        const [used] = await tx
          .update(setUpLinks)
          .set({ usedAt: now })
          .where(isGoodLink(tokenSha256, now))
          .returning({ accountId: setUpLinks.accountId })
        if (used === undefined) return undefined
        const [account] = await tx
          .update(accounts)
          .set(chosen)
          .where(eq(accounts.id, used.accountId))
          .returning()
        await recordAudit(tx, {
          actor: `account:${used.accountId}`,
          action: 'account.set-up',
          object: `account:${used.accountId}`,
        })
        return account
      })
    },

    async findByEmail(email: string): Promise<AccountRow | undefined> {
      const [row] = await db.select().from(accounts).where(eq(accounts.email, email))
      return row
    },

    async find(id: string): Promise<AccountRow | undefined> {
      const [row] = await db.select().from(accounts).where(eq(accounts.id, id))
      return row
    },

    /** Oldest first; the id breaks ties. */
    list(after: Cursor | undefined, limit: number): Promise<AccountRow[]> {
      const rest =
        after &&
        sql`(${accounts.createdAt}, ${accounts.id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
      return db
        .select()
        .from(accounts)
        .where(rest)
        .orderBy(asc(accounts.createdAt), asc(accounts.id))
        .limit(limit)
    },

    setPublicKey(accountId: string, publicKey: string | null): Promise<AccountRow | undefined> {
      return db.transaction(async (tx) => {
        const [account] = await tx
          .update(accounts)
          .set({ publicKey })
          .where(eq(accounts.id, accountId))
          .returning()
        if (account === undefined) return undefined
        await recordAudit(tx, {
          actor: `account:${accountId}`,
          action: publicKey === null ? 'public-key.removed' : 'public-key.set',
          object: `account:${accountId}`,
        })
        return account
      })
    },

    insertToken(token: ApiTokenRow): Promise<void> {
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

    listTokens(accountId: string): Promise<ApiTokenRow[]> {
      return db
        .select()
        .from(apiTokens)
        .where(eq(apiTokens.accountId, accountId))
        .orderBy(asc(apiTokens.createdAt), asc(apiTokens.id))
    },

    /** Whether there was such a token of this account. */
    deleteToken(accountId: string, id: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const gone = await tx
          .delete(apiTokens)
          .where(and(eq(apiTokens.id, id), eq(apiTokens.accountId, accountId)))
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

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(setUpLinks).where(lt(setUpLinks.expiresAt, now))
      await db.delete(apiTokens).where(lt(apiTokens.expiresAt, now))
    },
  }
}

function isGoodLink(tokenSha256: string, now: Date) {
  return and(
    eq(setUpLinks.tokenSha256, tokenSha256),
    isNull(setUpLinks.usedAt),
    gt(setUpLinks.expiresAt, now),
  )
}

async function insertOrRefresh(tx: Tx, link: NewSetUpLink): Promise<AccountRow | undefined> {
  const { accountId: id, email, name, role, createdAt } = link
  const [account] = await tx
    .insert(accounts)
    .values({ id, email, name, role, createdAt })
    .onConflictDoUpdate({
      target: accounts.email,
      set: { name, role },
      setWhere: sql`${accounts.passwordHash} is null`,
    })
    .returning()
  return account
}
