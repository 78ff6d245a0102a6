import type { RunState } from '@crosspanel/protocol/states'
import { sql } from 'drizzle-orm'
import { countReader, foldChanges } from '../counted.ts'
import type { Db } from '../db.ts'
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
  const all = countReader<RunCount>(db, {
    counts: runCounts,
    changes: runCountChanges,
    keys: ['homeSite', 'panelId', 'state'],
    numbers: ['runs', 'samples', 'variants'],
  })

  return {
    /** All runs by home site, panel and state; samples and variants are those of runs that came to a result. */
    all: (): Promise<RunCount[]> => all(),

    /** Adds the changes to the counts. One process at a time; returns how many it folded. */
    fold: (): Promise<number> => foldChanges(db, FOLD_LOCK, FOLD),
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
