import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import type { LivePosition } from './live-position.ts'
import { liveEvents } from './schema.ts'

export interface StoredEvent {
  readonly seq: number
  readonly transaction: bigint
  readonly topic: string
  readonly type: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
  /** `false` for what is left of the batch that the reader's position lies within. */
  readonly isNew: boolean
}

/** What became visible since a position, and the position after all of it. */
export interface LiveBatch {
  readonly events: readonly StoredEvent[]
  readonly position: LivePosition
  /** `false` when the position is of another database, or of this one before it was restored. */
  readonly isKnown: boolean
}

type Row = Record<string, unknown> & {
  snapshot: string
  at: number
  isKnown: boolean
  seq: string | null
  transaction: string
  topic: string
  type: string
  subject: string
  data: Record<string, unknown>
  isNew: boolean
}

const PRUNE_BATCH = 5_000

export type LiveStore = ReturnType<typeof createLiveStore>

export function createLiveStore(db: Db) {
  return {
    /** Now, as a reader of this transaction sees it. */
    async position(reader: Db | Tx = db): Promise<LivePosition> {
      const [row] = await reader.execute<{ snapshot: string; at: number }>(sql`
        select pg_current_snapshot()::text as snapshot,
          floor(extract(epoch from clock_timestamp()) * 1000)::float8 as at`)
      if (row === undefined) throw new Error('the database told no snapshot')
      return { at: row.at, snapshot: row.snapshot }
    },

    /**
     * Events that were committed after the position, in one look; at most `limit` of them. First come
     * what is left of the batch that the position lies within. Rows of transactions that this database
     * has not had yet (it was restored from a back-up of another) are left out.
     */
    async readSince(
      { snapshot, within }: LivePosition,
      limit: number,
      topics?: readonly string[],
    ): Promise<LiveBatch> {
      const since = within?.since ?? snapshot
      const isNew = sql`not pg_visible_in_snapshot(transaction, ${snapshot}::pg_snapshot)`
      const isRest =
        within === undefined
          ? sql`false`
          : sql`(seq > ${within.seq} and not pg_visible_in_snapshot(transaction, ${since}::pg_snapshot))`
      const mayBeSeen = topics === undefined ? sql`true` : sql`topic in ${topics}`
      const rows = await db.execute<Row>(sql`
        select look.*, event.*
        from (
          select pg_current_snapshot()::text as snapshot,
            floor(extract(epoch from clock_timestamp()) * 1000)::float8 as at,
            pg_snapshot_xmax(${snapshot}::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) as "isKnown"
        ) look
        left join lateral (
          select seq, transaction::text as transaction, topic, type, subject, data,
            ${isNew} as "isNew"
          from ${liveEvents}
          where transaction >= pg_snapshot_xmin(${since}::pg_snapshot)
            and pg_visible_in_snapshot(transaction, pg_current_snapshot())
            and (${isNew} or ${isRest}) and ${mayBeSeen}
          order by "isNew", seq
          limit ${limit}
        ) event on true`)
      const [look] = rows
      if (look === undefined) throw new Error('the database told no snapshot')
      const events = rows.flatMap((row) => {
        if (row.seq === null) return []
        const { topic, type, subject, data, isNew: isLater } = row
        const transaction = BigInt(row.transaction)
        return [{ seq: Number(row.seq), transaction, topic, type, subject, data, isNew: isLater }]
      })
      const { at, isKnown } = look
      return { events, isKnown, position: { at, snapshot: look.snapshot } }
    },

    /** Deletes what is older, a part at a time, so that no statement holds many locks. */
    async prune(olderThanS: number): Promise<void> {
      for (;;) {
        const gone = await db.execute(sql`
          delete from ${liveEvents} where seq in (
            select seq from ${liveEvents}
            where at < now() - make_interval(secs => ${olderThanS})
            order by at limit ${PRUNE_BATCH} for update skip locked
          ) returning seq`)
        if (gone.length < PRUNE_BATCH) return
      }
    },
  }
}
