import { DomainError } from '@crosspanel/protocol/problem'
import { and, count, eq, gt, isNull, min, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { jobs } from './schema.ts'

/** How many jobs an account may have: at once, and submitted within 24 hours. */
export interface JobQuota {
  readonly jobsLive: number
  readonly jobsPerDay: number
}

const DAY_MS = 86_400_000

/** Jobs of the account that have not ended, and those submitted within the last 24 hours. */
export async function jobUseOf(db: Db | Tx, accountId: string, now: Date) {
  const [live] = await db
    .select({ jobs: count() })
    .from(jobs)
    .where(and(eq(jobs.accountId, accountId), isNull(jobs.endedAt)))
  const [day] = await db
    .select({ jobs: count(), first: min(jobs.submittedAt) })
    .from(jobs)
    .where(
      and(eq(jobs.accountId, accountId), gt(jobs.submittedAt, new Date(now.getTime() - DAY_MS))),
    )
  return { jobsLive: live?.jobs ?? 0, jobsToday: day?.jobs ?? 0, firstToday: day?.first ?? null }
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
  const use = await jobUseOf(tx, accountId, now)
  if (use.jobsLive > quota.jobsLive) {
    throw new DomainError(
      'job-quota-reached',
      `This account may have ${quota.jobsLive} jobs that have not ended, and has them. Wait until one ends, cancel one, or ask the site's administrators for more.`,
    )
  }
  if (use.jobsToday > quota.jobsPerDay) {
    const opensAtMs = (use.firstToday ?? now).getTime() + DAY_MS
    throw new DomainError(
      'job-quota-reached',
      `This account may submit ${quota.jobsPerDay} jobs within 24 hours, and has. Wait, or ask the site's administrators for more.`,
      { retryAfterS: Math.max(1, (opensAtMs - now.getTime()) / 1000) },
    )
  }
}
