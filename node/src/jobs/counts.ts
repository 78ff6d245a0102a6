import type { JobState } from '@crosspanel/protocol/states'
import { eq, gte, sql } from 'drizzle-orm'
import { countReader, foldChanges } from '../counted.ts'
import type { Db } from '../db.ts'
import { accountJobCounts, dayJobCounts, jobCountChanges, panelJobCounts } from './schema.ts'

export type JobCounts = ReturnType<typeof createJobCounts>

export interface AccountJobCount {
  readonly state: JobState
  readonly jobs: number
}

export interface DayJobCount extends AccountJobCount {
  /** In UTC, e.g. `2026-11-27`. */
  readonly day: string
}

export interface PanelJobCount {
  readonly panelId: string
  readonly hostSite: string
  readonly state: JobState
  readonly jobs: number
  readonly samples: number
  readonly variants: number
}

const FOLD_LOCK = 7_301_552_405

/**
 * How many jobs there are, without counting them. Triggers write each change in the transaction that
 * makes it; `fold` adds the changes to the counts from time to time, and a reader adds the two up in
 * one statement, so a count is exact at every moment, folded or not.
 */
export function createJobCounts(db: Db) {
  const ofAccount = countReader<AccountJobCount, typeof accountJobCounts, typeof jobCountChanges>(
    db,
    {
      counts: accountJobCounts,
      changes: jobCountChanges,
      keys: ['state'],
      numbers: ['jobs'],
      where: ({ accountId }) => eq(accountId, sql.placeholder('accountId')),
    },
  )
  const ofPanels = countReader<PanelJobCount>(db, {
    counts: panelJobCounts,
    changes: jobCountChanges,
    keys: ['panelId', 'hostSite', 'state'],
    numbers: ['jobs', 'samples', 'variants'],
  })
  const ofDays = countReader<DayJobCount>(db, {
    counts: dayJobCounts,
    changes: jobCountChanges,
    keys: ['day', 'state'],
    numbers: ['jobs'],
    where: ({ day }) => gte(day, sql.placeholder('since')),
  })

  return {
    /** Jobs of an account in each state that has any. */
    ofAccount: (accountId: string): Promise<AccountJobCount[]> => ofAccount({ accountId }),

    /** All jobs of the site by panel and state; samples and variants are those of completed jobs. */
    ofPanels: (): Promise<PanelJobCount[]> => ofPanels(),

    /** Jobs by the day on which they were submitted, in UTC, and the state that they are in now. */
    ofDays: (since: string): Promise<DayJobCount[]> => ofDays({ since }),

    /** Adds the changes to the counts. One process at a time; returns how many it folded. */
    fold: (): Promise<number> => foldChanges(db, FOLD_LOCK, FOLD),

    /** Forgets states that an account has no job in, such as all those of a deleted account. */
    async removeEmpty(): Promise<void> {
      await db.delete(accountJobCounts).where(eq(accountJobCounts.jobs, 0))
    },
  }
}

const FOLD = sql`
  with taken as (delete from ${jobCountChanges} returning *),
  of_accounts as (
    insert into ${accountJobCounts} as kept (account_id, state, jobs)
    select account_id, state, sum(jobs) from taken group by 1, 2
    on conflict (account_id, state) do update set jobs = kept.jobs + excluded.jobs
  ),
  of_panels as (
    insert into ${panelJobCounts} as kept (panel_id, host_site, state, jobs, samples, variants)
    select panel_id, host_site, state, sum(jobs), sum(samples), sum(variants) from taken group by 1, 2, 3
    on conflict (panel_id, state) do update set
      jobs = kept.jobs + excluded.jobs,
      samples = kept.samples + excluded.samples,
      variants = kept.variants + excluded.variants
  ),
  of_days as (
    insert into ${dayJobCounts} as kept (day, state, jobs)
    select day, state, sum(jobs) from taken group by 1, 2
    on conflict (day, state) do update set jobs = kept.jobs + excluded.jobs
  )
  select count(*)::int as changes from taken`
