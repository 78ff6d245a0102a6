import { eq, getTableColumns, type SQL } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { accounts } from './schema.ts'

/** What an account has of what quotas limit; storage in bytes. */
export interface Use {
  readonly jobsLive: number
  readonly jobsToday: number
  readonly storageBytes: number
}
/** The same, to be selected: other modules keep it in tables of their own. */
export type UseColumns = { readonly [K in keyof Use]: SQL<Use[K]> }
export type UseStore = ReturnType<typeof createUseStore>

/** Accounts with what they use of their quotas, in one statement. */
export function createUseStore(db: Db, useOf: (accountId: string) => UseColumns) {
  return {
    async find(accountId: string) {
      const [found] = await db
        .select({ row: getTableColumns(accounts), used: useOf(accountId) })
        .from(accounts)
        .where(eq(accounts.id, accountId))
      return found
    },
  }
}
