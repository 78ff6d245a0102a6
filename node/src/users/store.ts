import type { UpdateProfile } from '@crosspanel/protocol/account'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { notify } from '../notifications/notify.ts'
import type { Role } from './account.ts'
import { accounts, type apiTokens, setUpLinks } from './schema.ts'

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
  /** The link as it is sent to the person; none when whoever made it hands it over. */
  readonly mailedLink?: string | undefined
}

export function createUserStore(db: Db) {
  const findById = db
    .select()
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('id')))
    .prepare('find_account')

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
        const { tokenSha256, createdAt, expiresAt, mailedLink } = link
        await tx
          .insert(setUpLinks)
          .values({ tokenSha256, createdAt, expiresAt, accountId: account.id })
        if (mailedLink !== undefined) await mail(tx, { ...link, mailedLink })
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
      const [row] = await findById.execute({ id })
      return row
    },

    async updateProfile(
      accountId: string,
      { name, affiliation }: UpdateProfile,
    ): Promise<AccountRow | undefined> {
      const [row] = await db
        .update(accounts)
        .set({
          name: name ?? sql`${accounts.name}`,
          ...(affiliation === undefined ? {} : { affiliation }),
        })
        .where(and(eq(accounts.id, accountId), isNull(accounts.deletionAt)))
        .returning()
      return row
    },

    /** Deletes an account that nobody has set up, with its links. */
    revokeInvitation(
      id: string,
      actor: `account:${string}`,
    ): Promise<'revoked' | 'set-up' | 'absent'> {
      return db.transaction(async (tx) => {
        const [account] = await tx
          .select({ passwordHash: accounts.passwordHash, deletionAt: accounts.deletionAt })
          .from(accounts)
          .where(eq(accounts.id, id))
          .for('update')
        if (account === undefined) return 'absent'
        if (account.passwordHash !== null || account.deletionAt !== null) return 'set-up'
        await tx.delete(accounts).where(eq(accounts.id, id))
        await recordAudit(tx, {
          actor,
          action: 'account.invitation-revoked',
          object: `account:${id}`,
        })
        return 'revoked'
      })
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

    async deleteExpired(now: Date): Promise<void> {
      await db.delete(setUpLinks).where(lt(setUpLinks.expiresAt, now))
    },
  }
}

function isGoodLink(tokenSha256: string, now: Date) {
  return and(
    eq(setUpLinks.tokenSha256, tokenSha256),
    eq(setUpLinks.purpose, 'set-up'),
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
      setWhere: sql`${accounts.passwordHash} is null and ${accounts.disabledAt} is null`,
    })
    .returning()
  return account
}

/** The token in the link is needed by the mail alone: delivery erases the data. */
async function mail(tx: Tx, link: NewSetUpLink & { readonly mailedLink: string }): Promise<void> {
  await notify(tx, {
    kind: 'account-invited',
    to: `address:${link.email}`,
    key: link.tokenSha256,
    data: { name: link.name, link: link.mailedLink, expiresAt: link.expiresAt.toISOString() },
  })
}
