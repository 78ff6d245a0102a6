import { createUsers, type UsersDeps } from '@crosspanel/node/users/users'
import { absent } from './absent.ts'

/** Accounts without the modules that keep something for them. */
export function createBareUsers(base: Pick<UsersDeps, 'db' | 'newId' | 'now'>) {
  const quotas = { jobsLive: 100, jobsPerDay: 500, storageBytes: 1024 ** 4 }
  return createUsers({
    ...base,
    config: { quotas, url: undefined },
    useOf: absent('useOf'),
    holdings: absent('holdings'),
    records: absent('records'),
  })
}
