import { refusal } from '@crosspanel/protocol/refusals'
import { and, eq, gt, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../db.ts'
import { jobs } from './schema.ts'

/** How many jobs an account may have: at once, and submitted within 24 hours. */
export interface JobQuota {
  readonly jobsLive: number
  readonly jobsPerDay: number
}

const DAY_MS = 86_400_000
const ONE_ROW = sql`(values (1)) as one_row`

/** To be selected: jobs of the account that have not ended, and those submitted within 24 hours before `now`, an ISO time. */
export function jobUseOf(accountId: string | Placeholder, now: string | Placeholder) {
  const isOf = eq(jobs.accountId, accountId)
  const isOfToday = and(isOf, gt(jobs.submittedAt, sql`${now}::timestamptz - interval '24 hours'`))
  const firstToday = sql`(select min(${jobs.submittedAt}) from ${jobs} where ${isOfToday})`
  return {
    jobsLive: sql<number>`(select count(*)::int from ${jobs} where ${isOf} and ${isNull(jobs.endedAt)})`,
    jobsToday: sql<number>`(select count(*)::int from ${jobs} where ${isOfToday})`,
    firstToday: firstToday.mapWith(jobs.submittedAt) as SQL<Date | null>,
  }
}

/** Makes submissions of one account wait for one another, so that two at once are both counted. */
export async function lockQuota(tx: Tx, accountId: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext('job quota'), hashtext(${accountId}::text))`,
  )
}

/** Refuses when the account, with the job that this transaction has added, is above its quota. */
export async function requireWithinQuota(
  tx: Tx,
  accountId: string,
  quota: JobQuota,
  now: Date,
): Promise<void> {
  const [use] = await tx.select(jobUseOf(accountId, now.toISOString())).from(ONE_ROW)
  if (use === undefined) throw new Error('one row was asked for, and none came')
  if (use.jobsLive > quota.jobsLive) {
    throw refusal('job-quota-reached.live', { params: { jobs: quota.jobsLive } })
  }
  if (use.jobsToday > quota.jobsPerDay) {
    const opensAtMs = (use.firstToday ?? now).getTime() + DAY_MS
    throw refusal('job-quota-reached.day', {
      params: { jobs: quota.jobsPerDay },
      retryAfterS: Math.max(1, (opensAtMs - now.getTime()) / 1000),
    })
  }
}
