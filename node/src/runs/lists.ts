import type { RunState } from '@crosspanel/protocol/states'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db } from '../db.ts'
import { type RunRow, runs } from './schema.ts'

export interface RunFilter {
  readonly state?: RunState | undefined
  readonly panelId?: string | undefined
  readonly homeSite?: string | undefined
}

const LISTED = {
  id: runs.id,
  homeSite: runs.homeSite,
  homeJob: runs.homeJob,
  epoch: runs.epoch,
  state: runs.state,
  panelId: runs.panelId,
  samples: runs.samples,
  variants: runs.variants,
  attempts: runs.attempts,
  createdAt: runs.createdAt,
  updatedAt: runs.updatedAt,
  endedAt: runs.endedAt,
}
export type ListedRun = Pick<RunRow, keyof typeof LISTED>

export type RunLists = ReturnType<typeof createRunLists>

/** Lists of runs for the site's administrators, the latest offered first. */
export function createRunLists(db: Db) {
  return {
    list(
      { state, panelId, homeSite }: RunFilter,
      after: Cursor | undefined,
      limit: number,
    ): Promise<ListedRun[]> {
      const conditions: (SQL | undefined)[] = [
        state && eq(runs.state, state),
        panelId === undefined ? undefined : eq(runs.panelId, panelId),
        homeSite === undefined ? undefined : eq(runs.homeSite, homeSite),
        after &&
          sql`(${runs.createdAt}, ${runs.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ]
      return db
        .select(LISTED)
        .from(runs)
        .where(and(...conditions))
        .orderBy(desc(runs.createdAt), desc(runs.id))
        .limit(limit)
    },
  }
}
