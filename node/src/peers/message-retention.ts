import { sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { inbox, outbox } from './schema.ts'

const BATCH = 5_000

export interface MessageRetentionDeps {
  readonly db: Db
  readonly days: number
  readonly now: () => Date
}

/**
 * Deletes messages that were delivered, taken in or refused so long ago; what still waits stays. A part
 * at a time, so that no statement holds many locks.
 */
export function createMessageRetention({ db, days, now }: MessageRetentionDeps) {
  return async function pruneMessages(): Promise<void> {
    const before = sql`${now().toISOString()}::timestamptz - make_interval(days => ${days}::int)`
    const rounds = [
      () =>
        db.execute(sql`
        delete from ${outbox} where mid in (
          select mid from ${outbox}
          where created_at < ${before} and (delivered_at is not null or refused_code is not null)
          order by created_at limit ${BATCH} for update skip locked
        ) returning mid`),
      () =>
        db.execute(sql`
        delete from ${inbox} where (from_site, mid) in (
          select from_site, mid from ${inbox}
          where received_at < ${before} and outcome <> 'failing'
          order by received_at limit ${BATCH} for update skip locked
        ) returning mid`),
    ]
    for (const round of rounds) while ((await round()).length === BATCH);
  }
}
