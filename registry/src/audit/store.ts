import type { AuditFilter } from '@crosspanel/protocol/audit'
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { audit } from './schema.ts'

export type AuditStore = ReturnType<typeof createAuditStore>

export function createAuditStore(db: Db) {
  return {
    /** Newest first; `before` is the sequence number to go on from. */
    list(filter: AuditFilter, limit: number, before: number | undefined) {
      return db
        .select()
        .from(audit)
        .where(
          and(before === undefined ? undefined : lt(audit.seq, before), ...conditionsOf(filter)),
        )
        .orderBy(desc(audit.seq))
        .limit(limit)
    },
  }
}

function conditionsOf({ actor, action, object, since, until }: AuditFilter): (SQL | undefined)[] {
  return [
    actor === undefined ? undefined : eq(audit.actor, actor),
    action === undefined ? undefined : sql`starts_with(${audit.action}, ${action})`,
    object === undefined ? undefined : eq(audit.object, object),
    since === undefined ? undefined : gte(audit.at, new Date(since)),
    until === undefined ? undefined : lt(audit.at, new Date(until)),
  ]
}
