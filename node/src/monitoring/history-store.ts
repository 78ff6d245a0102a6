import type { CheckState } from '@crosspanel/protocol/status'
import type { Told } from '@crosspanel/protocol/told'
import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { healthChanges, healthSamples } from './schema.ts'

export type ChangeRow = typeof healthChanges.$inferSelect
export type SampleRow = typeof healthSamples.$inferSelect
export interface NewChange {
  readonly subject: string
  readonly at: Date
  readonly from: CheckState | null
  readonly to: CheckState
  readonly seen: string
  readonly told?: Told | undefined
}

export const MINUTE_S = 60
const HOUR_S = 3_600
/** Minutes are kept for a day, then summed up to hours. */
const MINUTES_KEPT = sql`interval '1 day'`

export type HistoryStore = ReturnType<typeof createHistoryStore>

export function createHistoryStore(db: Db) {
  return {
    async write(changes: readonly NewChange[], samples: readonly SampleRow[]): Promise<void> {
      await db.transaction(async (tx) => {
        if (changes.length > 0) await tx.insert(healthChanges).values([...changes])
        if (samples.length > 0) {
          await tx
            .insert(healthSamples)
            .values([...samples])
            .onConflictDoNothing()
        }
      })
    },

    /** The state that each subject was in when it was last written of. */
    async lastStates(): Promise<ReadonlyMap<string, CheckState>> {
      const rows = await db
        .selectDistinctOn([healthChanges.subject], {
          subject: healthChanges.subject,
          to: healthChanges.to,
        })
        .from(healthChanges)
        .orderBy(healthChanges.subject, desc(healthChanges.seq))
      return new Map(rows.map(({ subject, to }) => [subject, to]))
    },

    /** Newest first, one more than asked for. */
    changes(query: {
      since: Date
      subject: string | undefined
      before: number | undefined
      limit: number
    }): Promise<ChangeRow[]> {
      const { since, subject, before, limit } = query
      return db
        .select()
        .from(healthChanges)
        .where(
          and(
            gte(healthChanges.at, since),
            subject === undefined ? undefined : eq(healthChanges.subject, subject),
            before === undefined ? undefined : lt(healthChanges.seq, before),
          ),
        )
        .orderBy(desc(healthChanges.seq))
        .limit(limit + 1)
    },

    samples(subject: string, since: Date, limit: number): Promise<SampleRow[]> {
      return db
        .select()
        .from(healthSamples)
        .where(and(eq(healthSamples.subject, subject), gte(healthSamples.from, since)))
        .orderBy(asc(healthSamples.from))
        .limit(limit)
    },

    /** Sums old minutes up to hours, and forgets what is older than `days`. The last state of each subject stays. */
    async prune(days: number): Promise<void> {
      const hour = sql`date_trunc('hour', ${healthSamples.from})`
      const isOldMinute = sql`length_s = ${MINUTE_S} and from_time < date_trunc('hour', now() - ${MINUTES_KEPT})`
      await db.transaction(async (tx) => {
        await tx.execute(sql`
          insert into health_samples (subject, from_time, length_s, looks, degraded, failed, mean_ms, max_ms)
          select subject, ${hour}, ${HOUR_S}::int, sum(looks), sum(degraded), sum(failed),
            sum(mean_ms * (looks - failed)) / nullif(sum(looks - failed) filter (where mean_ms is not null), 0),
            max(max_ms)
          from health_samples where ${isOldMinute} group by 1, 2
          on conflict do nothing`)
        await tx.execute(sql`delete from health_samples where ${isOldMinute}`)
        const limit = sql`now() - make_interval(days => ${days})`
        await tx.delete(healthSamples).where(lt(healthSamples.from, limit))
        await tx.execute(sql`
          delete from health_changes old where at < ${limit} and exists (
            select 1 from health_changes newer where newer.subject = old.subject and newer.seq > old.seq)`)
      })
    },
  }
}
