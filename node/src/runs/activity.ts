import {
  type ActivityCell,
  SMALLEST_TOLD_COUNT,
  type SiteActivity,
  type ToldCount,
} from '@crosspanel/protocol/report'
import { sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { runEvents, runs } from './schema.ts'

/** Runs of one panel that ended on one day, as the site knows them. */
export interface DayOfPanel {
  readonly day: string
  readonly panelId: string
  readonly runs: number
  readonly failed: number
  readonly medianWaitS: number | null
  readonly samples: number
}

/**
 * What the federation's admins may know of a day: no count of 1 to 4, and no count from which one
 * follows. Only whole days are told, so that nobody sees a number rise by one.
 */
export function toldOf({ day, panelId, runs: all, failed, ...rest }: DayOfPanel): ActivityCell {
  const runsTold = told(all)
  if (runsTold === null) {
    return { day, panelId, runs: null, failed: null, medianWaitS: null, samples: null }
  }
  const isOtherTold = told(all - failed) !== null
  return { day, panelId, runs: runsTold, failed: isOtherTold ? told(failed) : null, ...rest }
}

function told(count: number): ToldCount {
  return count > 0 && count < SMALLEST_TOLD_COUNT ? null : count
}

/** Runs of the site's panels that ended on the days of a span; offers that were turned down are none. */
export async function readActivity(
  db: Db,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<SiteActivity> {
  const day = sql<string>`to_char(${runs.endedAt} at time zone 'UTC', 'YYYY-MM-DD')`
  const reached = (state: string) =>
    sql`(select min(${runEvents.at}) from ${runEvents} where ${runEvents.runId} = ${runs.id} and ${runEvents.to} = ${state})`
  const waitS = sql`extract(epoch from ${reached('running')} - ${reached('queued')})`
  const rows = await db
    .select({
      day,
      panelId: runs.panelId,
      runs: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${runs.state} = 'failed'))::int`,
      medianWaitS: sql<
        number | null
      >`(percentile_cont(0.5) within group (order by ${waitS}))::float8`,
      samples: sql<number>`sum(${runs.samples})::float8`,
    })
    .from(runs)
    .where(
      sql`${runs.endedAt} >= ${`${from}T00:00:00Z`}::timestamptz
        and ${runs.endedAt} < ${`${to}T00:00:00Z`}::timestamptz + interval '1 day'
        and ${runs.state} <> 'rejected'`,
    )
    .groupBy(day, runs.panelId)
    .orderBy(day, runs.panelId)
  return { from, to, cells: rows.map(toldOf) }
}
