import { eq, getTableColumns, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { accounts } from './schema.ts'

/** What an account has of what quotas limit; storage in bytes. */
export interface Use {
  readonly jobsLive: number
  readonly jobsToday: number
  readonly storageBytes: number
}
/** The same, to be selected: other modules keep it in tables of their own. */
export type UseOf = (
  accountId: Placeholder,
  now: Placeholder,
) => { readonly [K in keyof Use]: SQL<Use[K]> }
export type UseStore = ReturnType<typeof createUseStore>

export interface UseStoreDeps {
  readonly db: Db
  readonly useOf: UseOf
  readonly now: () => Date
}

/** Accounts with what they use of their quotas, in one statement. */
export function createUseStore({ db, useOf, now }: UseStoreDeps) {
  // The other modules are made after this one.
  let prepared: ReturnType<typeof prepare> | undefined
  function prepare() {
    const accountId = sql.placeholder('accountId')
    return db
      .select({ row: getTableColumns(accounts), used: useOf(accountId, sql.placeholder('now')) })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .prepare('account_with_use')
  }

  return {
    async find(accountId: string) {
      prepared ??= prepare()
      const [found] = await prepared.execute({ accountId, now: now().toISOString() })
      return found
    },
  }
}
