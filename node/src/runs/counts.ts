import type { RunState } from '@crosspanel/protocol/states'
import { ne, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
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
  const total = (column: 'runs' | 'samples' | 'variants') =>
    sql<number>`sum(${sql.identifier(column)})::float8`.as(column)
  const changed = {
    homeSite: runCountChanges.homeSite,
    panelId: runCountChanges.panelId,
    state: runCountChanges.state,
    runs: runCountChanges.runs,
    samples: runCountChanges.samples,
    variants: runCountChanges.variants,
  }
  const counted = unionAll(
    db.select().from(runCounts),
    db.select(changed).from(runCountChanges),
  ).as('counted')
  const { homeSite, panelId, state } = counted
  const findAll = rawStatement<RunCount>(
    db,
    db
      .select({
        ...named({ homeSite, panelId, state }),
        runs: total('runs'),
        samples: total('samples'),
        variants: total('variants'),
      })
      .from(counted)
      .groupBy(homeSite, panelId, state)
      .having(({ runs }) => ne(runs, 0)),
  )

  return {
    /** All runs by home site, panel and state; samples and variants are those of runs that came to a result. */
    all: () => findAll(),

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
