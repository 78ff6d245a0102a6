import type { Db } from './db.ts'
import type { AccountFiles } from './files/files.ts'
import type { AccountJobs } from './jobs/jobs.ts'
import { activityOf } from './monitoring/activity.ts'
import { forgetNotifications } from './notifications/forget.ts'
import type { AccountPorts } from './users/users.ts'

/** What the other modules do for an account; they are made after the accounts. */
export function accountPorts(
  db: Db,
  jobs: () => AccountJobs,
  files: () => AccountFiles,
): AccountPorts {
  return {
    useOf: (accountId, now) => ({
      ...jobs().useOf(accountId, now),
      ...files().useOf(accountId),
    }),
    holdings: {
      cancelJobs: (accountId) => jobs().cancelAll(accountId),
      forgetJobs: (accountId) => jobs().forget(accountId),
      purgeFiles: (accountId) => files().purge(accountId),
      forgetNotifications: (account) => forgetNotifications(db, account),
    },
    records: {
      jobs: (account) => jobs().each(account),
      files: (account) => files().each(account),
      activity: ({ id }) => activityOf(db, id),
    },
  }
}
