import type { SiteId } from '@crosspanel/protocol/ids'
import { and, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { outbox } from './schema.ts'

export interface OutboxBacklog {
  readonly peer: SiteId
  readonly messages: number
  /** Age of the oldest that waits, seconds by the database's clock. */
  readonly oldestS: number
}

/** What waits to be delivered, for each peer that something waits for. */
export function readOutboxBacklog(db: Db): Promise<OutboxBacklog[]> {
  return db
    .select({
      peer: sql<SiteId>`${outbox.toSite}`,
      messages: sql<number>`count(*)::int`,
      oldestS: sql<number>`extract(epoch from now() - min(${outbox.createdAt}))::float8`,
    })
    .from(outbox)
    .where(and(isNull(outbox.deliveredAt), isNull(outbox.refusedCode)))
    .groupBy(outbox.toSite)
}
