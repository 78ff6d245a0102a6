import type { JobState } from '@crosspanel/protocol/states'
import { eq, gte, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { addUp, changed, kept } from '../counted.ts'
import type { Db } from '../db.ts'
import { named, rawStatement } from '../raw-statement.ts'
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
  const ofAccount = rawStatement<AccountJobCount>(
    db,
    unionAll(
      db
        .select(named({ state: accountJobCounts.state, jobs: kept(accountJobCounts.jobs) }))
        .from(accountJobCounts)
        .where(eq(accountJobCounts.accountId, sql.placeholder('accountId'))),
      db
        .select(named({ state: jobCountChanges.state, jobs: changed(jobCountChanges.jobs) }))
        .from(jobCountChanges)
        .where(eq(jobCountChanges.accountId, sql.placeholder('accountId')))
        .groupBy(jobCountChanges.state),
    ),
  )

  const ofPanels = rawStatement<PanelJobCount>(
    db,
    unionAll(
      db
        .select(
          named({
            panelId: panelJobCounts.panelId,
            hostSite: panelJobCounts.hostSite,
            state: panelJobCounts.state,
            jobs: kept(panelJobCounts.jobs),
            samples: kept(panelJobCounts.samples),
            variants: kept(panelJobCounts.variants),
          }),
        )
        .from(panelJobCounts),
      db
        .select(
          named({
            panelId: jobCountChanges.panelId,
            hostSite: jobCountChanges.hostSite,
            state: jobCountChanges.state,
            jobs: changed(jobCountChanges.jobs),
            samples: changed(jobCountChanges.samples),
            variants: changed(jobCountChanges.variants),
          }),
        )
        .from(jobCountChanges)
        .groupBy(jobCountChanges.panelId, jobCountChanges.hostSite, jobCountChanges.state),
    ),
  )

  const since = sql.placeholder('since')
  const ofDays = rawStatement<DayJobCount>(
    db,
    unionAll(
      db
        .select(
          named({
            day: dayJobCounts.day,
            state: dayJobCounts.state,
            jobs: kept(dayJobCounts.jobs),
          }),
        )
        .from(dayJobCounts)
        .where(gte(dayJobCounts.day, since)),
      db
        .select(
          named({
            day: jobCountChanges.day,
            state: jobCountChanges.state,
            jobs: changed(jobCountChanges.jobs),
          }),
        )
        .from(jobCountChanges)
        .where(gte(jobCountChanges.day, since))
        .groupBy(jobCountChanges.day, jobCountChanges.state),
    ),
  )

  return {
    /** Jobs of an account in each state that has any. */
    ofAccount: async (accountId: string): Promise<AccountJobCount[]> =>
      addUp(await ofAccount({ accountId }), ({ state }) => state, addJobs).filter(hasJobs),

    /** All jobs of the site by panel and state; samples and variants are those of completed jobs. */
    ofPanels: async (): Promise<PanelJobCount[]> =>
      addUp(
        await ofPanels(),
        ({ panelId, state }) => `${panelId} ${state}`,
        (one, other) => ({
          ...addJobs(one, other),
          samples: one.samples + other.samples,
          variants: one.variants + other.variants,
        }),
      ).filter(hasJobs),

    /** Jobs by the day on which they were submitted, in UTC, and the state that they are in now. */
    ofDays: async (since: string): Promise<DayJobCount[]> =>
      addUp(await ofDays({ since }), ({ day, state }) => `${day} ${state}`, addJobs).filter(
        hasJobs,
      ),

    /** Adds the changes to the counts. One process at a time; returns how many it folded. */
    fold(): Promise<number> {
      return db.transaction(async (tx) => {
        const [lock] = await tx.execute<{ taken: boolean }>(
          sql`select pg_try_advisory_xact_lock(${FOLD_LOCK}) as taken`,
        )
        if (lock?.taken !== true) return 0
        const [folded] = await tx.execute<{ changes: number }>(FOLD)
        return folded?.changes ?? 0
      })
    },

    /** Forgets states that an account has no job in, such as all those of a deleted account. */
    async removeEmpty(): Promise<void> {
      await db.delete(accountJobCounts).where(eq(accountJobCounts.jobs, 0))
    },
  }
}

interface Jobs {
  readonly jobs: number
}
const hasJobs = ({ jobs }: Jobs) => jobs !== 0
const addJobs = <Row extends Jobs>(one: Row, other: Row): Row => ({
  ...one,
  jobs: one.jobs + other.jobs,
})

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
