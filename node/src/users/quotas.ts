import type { QuotaUse } from '@crosspanel/protocol/account'
import type { Quotas } from '../config.ts'
import type { AccountRow, UserStore } from './store.ts'

export interface QuotasDeps {
  readonly store: Pick<UserStore, 'find'>
  /** What an account may have unless an administrator says otherwise. */
  readonly defaults: Quotas
  readonly useOf: (
    accountId: string,
  ) => Promise<{ jobsLive: number; jobsToday: number; storageBytes: number }>
}
export type QuotaService = ReturnType<typeof createQuotas>

/** What each account may have: the site's settings, or what an administrator has set for it. */
export function createQuotas({ store, defaults, useOf }: QuotasDeps) {
  const quotasIn = (row: AccountRow | undefined): Quotas => ({
    jobsLive: row?.jobsLiveMax ?? defaults.jobsLive,
    jobsPerDay: row?.jobsPerDayMax ?? defaults.jobsPerDay,
    storageBytes: row?.storageBytesMax ?? defaults.storageBytes,
  })
  const quotasOf = async (accountId: string): Promise<Quotas> =>
    quotasIn(await store.find(accountId))

  return {
    quotasOf,
    /** Space that the files of the account may take, bytes. */
    storageQuotaOf: async (accountId: string): Promise<number> =>
      (await quotasOf(accountId)).storageBytes,

    async quotaUseOf(row: AccountRow): Promise<QuotaUse> {
      const quotas = quotasIn(row)
      const used = await useOf(row.id)
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
    },
  }
}
