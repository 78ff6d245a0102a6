import {
  RUN_TIMES_DAYS,
  RUN_TIMES_MAX_RUNS,
  RUN_TIMES_MIN_RUNS,
  type RunTimes,
} from '@crosspanel/protocol/run-times'
import { sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { runCountChanges, runCounts, runEvents, runs } from './schema.ts'

const DAY_MS = 86_400_000
const MILLION = 1_000_000

/** How long finished runs took, by panel; read again now and then, and answered from memory. */
export function createRunTimes({ db, now }: { readonly db: Db; readonly now: () => Date }) {
  let latest: readonly RunTimes[] = []

  return {
    latest: (): readonly RunTimes[] => latest,

    async refresh(): Promise<void> {
      const since = new Date(now().getTime() - RUN_TIMES_DAYS * DAY_MS).toISOString()
      const rows = await db.execute<Measured>(sql`
        select
          panel_id as "panelId", count(*)::int as runs,
          min(created_at) as "from", max(created_at) as "to",
          min(samples) as "leastSamples", max(samples) as "mostSamples",
          max(genotypes)::float8 as "mostGenotypes", min(run_s)::float8 as "leastRunS",
          percentile_cont(array[0.5, 0.9]) within group (order by wait_s)::float8[] as waits,
          percentile_cont(array[0.1, 0.5, 0.9]) within group (order by run_s * ${MILLION} / genotypes)::float8[] as rates
        from (select panel_id from ${runCounts} union select panel_id from ${runCountChanges}) as panel
        cross join lateral (
          select id, samples, created_at, samples::float8 * output_variants as genotypes from ${runs} as run
          where run.panel_id = panel.panel_id and run.created_at >= ${since}::timestamptz and run.output_variants > 0
          order by run.created_at desc limit ${RUN_TIMES_MAX_RUNS}
        ) as finished
        cross join lateral (
          select
            extract(epoch from min(at) filter (where to_state = 'running') - min(at) filter (where to_state = 'queued')) as wait_s,
            extract(epoch from min(at) filter (where to_state = 'ready') - min(at) filter (where to_state = 'running')) as run_s
          from ${runEvents} as event where event.run_id = finished.id
        ) as timed
        where wait_s is not null and run_s is not null
        group by panel_id having count(*) >= ${RUN_TIMES_MIN_RUNS}`)
      latest = rows.map(viewOf)
    },
  }
}

interface Measured extends Record<string, unknown> {
  readonly panelId: string
  readonly runs: number
  readonly from: string | Date
  readonly to: string | Date
  readonly leastSamples: number
  readonly mostSamples: number
  readonly mostGenotypes: number
  readonly leastRunS: number
  readonly waits: readonly number[]
  readonly rates: readonly number[]
}

function viewOf({ from, to, waits, rates, ...measured }: Measured): RunTimes {
  const [waitP50 = 0, waitP90 = 0] = waits.map(rounded)
  const [p10 = 0, p50 = 0, p90 = 0] = rates
  return {
    ...measured,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    leastRunS: rounded(measured.leastRunS),
    waitS: { p50: waitP50, p90: waitP90 },
    millionGenotypesS: { p10, p50, p90 },
  }
}

/** Tenths of a second: finer is noise. */
function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
