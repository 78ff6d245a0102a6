import type { RunState } from '@crosspanel/protocol/states'
import { sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { addUp, changed, kept } from '../counted.ts'
import type { Db } from '../db.ts'
import { named, rawStatement } from '../raw-statement.ts'
import { runCountChanges, runCounts } from './schema.ts'

export type RunCounts = ReturnType<typeof createRunCounts>

export interface RunCount {
  readonly homeSite: string
  readonly panelId: string
  readonly state: RunState
  readonly runs: number
  readonly samples: number
  readonly variants: number
}

const FOLD_LOCK = 7_301_552_406

/** How many runs there are, kept as the counts of jobs are. */
export function createRunCounts(db: Db) {
  const all = rawStatement<RunCount>(
    db,
    unionAll(
      db
        .select(
          named({
            homeSite: runCounts.homeSite,
            panelId: runCounts.panelId,
            state: runCounts.state,
            runs: kept(runCounts.runs),
            samples: kept(runCounts.samples),
            variants: kept(runCounts.variants),
          }),
        )
        .from(runCounts),
      db
        .select(
          named({
            homeSite: runCountChanges.homeSite,
            panelId: runCountChanges.panelId,
            state: runCountChanges.state,
            runs: changed(runCountChanges.runs),
            samples: changed(runCountChanges.samples),
            variants: changed(runCountChanges.variants),
          }),
        )
        .from(runCountChanges)
        .groupBy(runCountChanges.homeSite, runCountChanges.panelId, runCountChanges.state),
    ),
  )

  return {
    /** All runs by home site, panel and state; samples and variants are those of runs that came to a result. */
    all: async (): Promise<RunCount[]> =>
      addUp(
        await all(),
        ({ homeSite, panelId, state }) => `${homeSite} ${panelId} ${state}`,
        (one, other) => ({
          ...one,
          runs: one.runs + other.runs,
          samples: one.samples + other.samples,
          variants: one.variants + other.variants,
        }),
      ).filter(({ runs }) => runs !== 0),

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
  }
}

const FOLD = sql`
  with taken as (delete from ${runCountChanges} returning *),
  folded as (
    insert into ${runCounts} as kept (home_site, panel_id, state, runs, samples, variants)
    select home_site, panel_id, state, sum(runs), sum(samples), sum(variants) from taken group by 1, 2, 3
    on conflict (home_site, panel_id, state) do update set
      runs = kept.runs + excluded.runs,
      samples = kept.samples + excluded.samples,
      variants = kept.variants + excluded.variants
  )
  select count(*)::int as changes from taken`
