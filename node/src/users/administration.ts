import { refusal } from '@crosspanel/protocol/refusals'
import type {
  AccountChanges,
  AccountDetail,
  AccountFilter,
  AccountList,
  SessionView,
} from '@crosspanel/protocol/account'
import { DomainError } from '@crosspanel/protocol/problem'
import { pageOf, readCursor } from '../cursor.ts'
import type { Account } from './account.ts'
import type { AdminStore } from './admin-store.ts'
import type { QuotaService } from './quotas.ts'
import type { AccountRow, UserStore } from './store.ts'
import type { SessionStore } from './session-store.ts'
import { sessionViewOf, viewOf } from './views.ts'

/** What an account has beyond itself; other modules know how to end and destroy it. */
export interface AccountHoldings {
  /** Cancels the jobs that have not ended. Returns how many still have not: their hosts are asked to stop. */
  readonly cancelJobs: (accountId: string) => Promise<number>
  /** Empties what jobs keep in the researcher's own words: names, files' names, sample ids. */
  readonly forgetJobs: (accountId: string) => Promise<void>
  /** Destroys the account's uploads and results. */
  readonly purgeFiles: (accountId: string) => Promise<void>
  /** Deletes what was told or is to be told to the account, and its preferences. */
  readonly forgetNotifications: (account: { id: string; email: string }) => Promise<void>
}

export interface AdministrationDeps {
  readonly store: Pick<UserStore, 'find'>
  readonly adminStore: AdminStore
  readonly sessions: Pick<SessionStore, 'list' | 'revokeAll'>
  readonly quotas: QuotaService
  readonly holdings: AccountHoldings
  readonly now: () => Date
  readonly wake: () => void
}

export function createAdministration(deps: AdministrationDeps) {
  const { store, adminStore, sessions, quotas, holdings, now, wake } = deps

  async function detailOf({ id }: AccountRow): Promise<AccountDetail> {
    const detail = await quotas.findDetail(id)
    if (detail === undefined) throw new DomainError('account-not-found')
    return detail
  }

  async function requireRow(id: string): Promise<AccountRow> {
    const row = await store.find(id)
    if (row === undefined || row.deletedAt !== null) throw new DomainError('account-not-found')
    return row
  }

  /** Each step may be repeated, so a node that stops half-way goes on later. */
  async function finishDeletion(account: { id: string; email: string }): Promise<void> {
    if ((await holdings.cancelJobs(account.id)) > 0) return
    await holdings.purgeFiles(account.id)
    await holdings.forgetJobs(account.id)
    await holdings.forgetNotifications(account)
    await adminStore.erase(account.id, now())
  }

  return {
    async listAccounts({
      after,
      limit,
      ...filter
    }: AccountFilter & { after?: string | undefined; limit: number }): Promise<AccountList> {
      const rows = await adminStore.list(filter, readCursor(after), limit + 1)
      const { page, next } = pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }))
      return { accounts: page.map(viewOf), next }
    },

    getAccount: async (id: string): Promise<AccountDetail> => detailOf(await requireRow(id)),

    async listSessionsOf(by: Account, id: string): Promise<SessionView[]> {
      await requireRow(id)
      return (await sessions.list(id, now())).map((row) => sessionViewOf(row, by.sessionId))
    },

    /** Logs the person out everywhere; API tokens stay. */
    async endSessionsOf(by: Account, id: string): Promise<void> {
      await requireRow(id)
      await sessions.revokeAll(id, by.id)
    },

    async changeAccount(by: Account, id: string, changes: AccountChanges): Promise<AccountDetail> {
      await requireRow(id)
      const row = await adminStore.change(id, changes, `account:${by.id}`, now())
      if (row === undefined) {
        throw refusal('account-state-conflict.deleting')
      }
      return detailOf(row)
    },

    /** Closes the account now. Its jobs are cancelled, then its files and all that names the person go. */
    async deleteAccount(by: Account, id: string): Promise<void> {
      await requireRow(id)
      await adminStore.beginDeletion(id, `account:${by.id}`, now())
      wake()
    },

    async finishDeletions(): Promise<void> {
      for (const account of await adminStore.listBeingDeleted()) await finishDeletion(account)
    },
  }
}
