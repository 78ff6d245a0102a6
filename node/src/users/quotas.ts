import type { AccountDetail, QuotaUse } from '@crosspanel/protocol/account'
import type { Quotas } from '../config.ts'
import type { AccountRow, UserStore } from './store.ts'
import type { Use, UseStore } from './use-store.ts'
import { viewOf } from './views.ts'

export interface QuotasDeps {
  readonly store: Pick<UserStore, 'find'>
  readonly uses: UseStore
  /** What an account may have unless an administrator says otherwise. */
  readonly defaults: Quotas
}
export type QuotaService = ReturnType<typeof createQuotas>

/** What each account may have: the site's settings, or what an administrator has set for it. */
export function createQuotas({ store, uses, defaults }: QuotasDeps) {
  const quotasIn = (row: AccountRow | undefined): Quotas => ({
    jobsLive: row?.jobsLiveMax ?? defaults.jobsLive,
    jobsPerDay: row?.jobsPerDayMax ?? defaults.jobsPerDay,
    storageBytes: row?.storageBytesMax ?? defaults.storageBytes,
  })
  const quotasOf = async (accountId: string): Promise<Quotas> =>
    quotasIn(await store.find(accountId))

  function quotaUse(row: AccountRow, used: Use): QuotaUse {
    const quotas = quotasIn(row)
    return {
      jobsLive: { max: quotas.jobsLive, used: used.jobsLive, isOwn: row.jobsLiveMax !== null },
      jobsPerDay: {
        max: quotas.jobsPerDay,
        used: used.jobsToday,
        isOwn: row.jobsPerDayMax !== null,
      },
      storageBytes: {
        max: quotas.storageBytes,
        used: used.storageBytes,
        isOwn: row.storageBytesMax !== null,
      },
    }
  }

  return {
    quotasOf,
    /** Space that the files of the account may take, bytes. */
    storageQuotaOf: async (accountId: string): Promise<number> =>
      (await quotasOf(accountId)).storageBytes,

    async findDetail(accountId: string): Promise<AccountDetail | undefined> {
      const found = await uses.find(accountId)
      return found && { ...viewOf(found.row), quotas: quotaUse(found.row, found.used) }
    },
  }
}
