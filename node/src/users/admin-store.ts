import { refusal } from '@crosspanel/protocol/refusals'
import type { AccountChanges, AccountFilter } from '@crosspanel/protocol/account'
import { and, asc, eq, ilike, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { endSessions } from './end-sessions.ts'
import { forgetMarks } from './login-marks.ts'
import { accounts, apiTokens, setUpLinks } from './schema.ts'
import type { AccountRow } from './store.ts'

export type AdminStore = ReturnType<typeof createAdminStore>
type Actor = `account:${string}`

const isAdministrator = and(
  eq(accounts.role, 'site-admin'),
  isNotNull(accounts.passwordHash),
  isNull(accounts.disabledAt),
)

const HAS_STATUS = {
  invited: and(isNull(accounts.passwordHash), isNull(accounts.disabledAt)),
  active: and(isNotNull(accounts.passwordHash), isNull(accounts.disabledAt)),
  disabled: isNotNull(accounts.disabledAt),
} as const

/** What administrators do to accounts. No verb leaves a site without somebody who can administer it. */
export function createAdminStore(db: Db) {
  /** Locks the administrators, always in one order, so that two who demote each other wait. */
  async function refuseLastAdministrator(tx: Tx, id: string): Promise<void> {
    const administrators = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(isAdministrator)
      .orderBy(accounts.id)
      .for('update')
    if (administrators.length === 1 && administrators[0]?.id === id) {
      throw refusal('last-administrator')
    }
  }

  return {
    /** Oldest first; the id breaks ties. A site has thousands of accounts at most, so words are searched row by row. */
    list(
      { q, role, status }: AccountFilter,
      after: Cursor | undefined,
      limit: number,
    ): Promise<AccountRow[]> {
      const words = q === undefined ? undefined : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
      return db
        .select()
        .from(accounts)
        .where(
          and(
            isNull(accounts.deletedAt),
            words === undefined
              ? undefined
              : or(
                  ilike(accounts.email, words),
                  ilike(accounts.name, words),
                  ilike(accounts.affiliation, words),
                ),
            role === undefined ? undefined : eq(accounts.role, role),
            status === undefined ? undefined : HAS_STATUS[status],
            after &&
              sql`(${accounts.createdAt}, ${accounts.id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
          ),
        )
        .orderBy(asc(accounts.createdAt), asc(accounts.id))
        .limit(limit)
    },

    /**
     * Changes what is named. A disabled account, and one of another role, is logged out everywhere
     * and its API tokens end: none of them was given out for that (T25).
     */
    change(
      id: string,
      { role, isDisabled, quotas }: AccountChanges,
      actor: Actor,
      now: Date,
    ): Promise<AccountRow | undefined> {
      return db.transaction(async (tx) => {
        const isClosing = isDisabled === true || (role !== undefined && role !== 'site-admin')
        if (isClosing) await refuseLastAdministrator(tx, id)
        const [before] = await tx
          .select()
          .from(accounts)
          .where(and(eq(accounts.id, id), isNull(accounts.deletionAt)))
          .for('update')
        if (before === undefined) return undefined
        const hasNewRole = role !== undefined && role !== before.role
        const [after] = await tx
          .update(accounts)
          .set({
            role: role ?? before.role,
            disabledAt: disabledAtOf(before, isDisabled, now),
            ...quotaColumns(quotas),
          })
          .where(eq(accounts.id, id))
          .returning()
        if (hasNewRole || isDisabled === true) await endCredentials(tx, id)
        for (const { action, details } of auditsOf(before, { role, isDisabled, quotas })) {
          await recordAudit(tx, { actor, action, object: `account:${id}`, details })
        }
        return after
      })
    },

    /** Closes the account at once; what it has goes afterwards. */
    beginDeletion(id: string, actor: Actor, now: Date): Promise<AccountRow | undefined> {
      return db.transaction(async (tx) => {
        await refuseLastAdministrator(tx, id)
        const [account] = await tx
          .update(accounts)
          .set({
            deletionAt: now,
            disabledAt: sql`coalesce(${accounts.disabledAt}, ${now.toISOString()}::timestamptz)`,
          })
          .where(and(eq(accounts.id, id), isNull(accounts.deletionAt)))
          .returning()
        if (account === undefined) return undefined
        await endCredentials(tx, id)
        await tx.delete(setUpLinks).where(eq(setUpLinks.accountId, id))
        await forgetMarks(tx, id)
        await recordAudit(tx, {
          actor,
          action: 'account.deletion-requested',
          object: `account:${id}`,
        })
        return account
      })
    },

    listBeingDeleted(): Promise<{ id: string; email: string }[]> {
      return db
        .select({ id: accounts.id, email: accounts.email })
        .from(accounts)
        .where(and(isNotNull(accounts.deletionAt), isNull(accounts.deletedAt)))
        .limit(100)
    },

    /** Leaves of the person an id, by which audit rows and jobs go on making sense. */
    erase(id: string, now: Date): Promise<void> {
      return db.transaction(async (tx) => {
        const erased = await tx
          .update(accounts)
          .set({
            email: `${id}@deleted.invalid`,
            name: '',
            affiliation: null,
            passwordHash: null,
            publicKey: null,
            deletedAt: now,
          })
          .where(
            and(eq(accounts.id, id), isNotNull(accounts.deletionAt), isNull(accounts.deletedAt)),
          )
          .returning({ id: accounts.id })
        if (erased.length === 0) return
        await recordAudit(tx, { actor: 'node', action: 'account.deleted', object: `account:${id}` })
      })
    },
  }
}

async function endCredentials(tx: Tx, accountId: string): Promise<void> {
  await endSessions(tx, accountId)
  await tx.delete(apiTokens).where(eq(apiTokens.accountId, accountId))
}

function disabledAtOf(before: AccountRow, isDisabled: boolean | undefined, now: Date) {
  if (isDisabled === undefined) return before.disabledAt
  return isDisabled ? (before.disabledAt ?? now) : null
}

function quotaColumns(quotas: AccountChanges['quotas'] = {}) {
  const { jobsLive, jobsPerDay, storageBytes } = quotas
  return {
    ...(jobsLive === undefined ? {} : { jobsLiveMax: jobsLive }),
    ...(jobsPerDay === undefined ? {} : { jobsPerDayMax: jobsPerDay }),
    ...(storageBytes === undefined ? {} : { storageBytesMax: storageBytes }),
  }
}

function auditsOf(before: AccountRow, { role, isDisabled, quotas }: AccountChanges) {
  const isNowDisabled = isDisabled ?? before.disabledAt !== null
  return [
    ...(role === undefined || role === before.role
      ? []
      : [{ action: 'account.role-changed', details: { from: before.role, to: role } }]),
    ...(isNowDisabled === (before.disabledAt !== null)
      ? []
      : [{ action: isNowDisabled ? 'account.disabled' : 'account.enabled', details: {} }]),
    ...(quotas === undefined
      ? []
      : [
          {
            action: 'account.quotas-changed',
            details: Object.fromEntries(
              Object.entries(quotas).filter((entry) => entry[1] !== undefined),
            ) as Record<string, number | null>,
          },
        ]),
  ]
}
