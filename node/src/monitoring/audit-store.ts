import type { AuditFilter } from '@crosspanel/protocol/audit'
import { and, asc, desc, eq, gt, gte, like, lt, lte, max, type SQL } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { auditEntries } from './schema.ts'

export type AuditRow = typeof auditEntries.$inferSelect

export function createAuditStore(db: Db) {
  return {
    /** Newest first; `before` is the sequence number to go on from. */
    page(filter: AuditFilter, before: number | undefined, limit: number): Promise<AuditRow[]> {
      const place = before === undefined ? undefined : lt(auditEntries.seq, before)
      return db
        .select()
        .from(auditEntries)
        .where(and(place, ...conditionsOf(filter)))
        .orderBy(desc(auditEntries.seq))
        .limit(limit)
    },

    /** Oldest first, from after one sequence number to another. */
    stretch(
      filter: AuditFilter,
      { after, upTo, limit }: { after: number; upTo: number; limit: number },
    ): Promise<AuditRow[]> {
      const place = [gt(auditEntries.seq, after), lte(auditEntries.seq, upTo)]
      return db
        .select()
        .from(auditEntries)
        .where(and(...place, ...conditionsOf(filter)))
        .orderBy(asc(auditEntries.seq))
        .limit(limit)
    },

    /** The last sequence number; 0 when there is none. */
    async last(): Promise<number> {
      const [row] = await db.select({ seq: max(auditEntries.seq) }).from(auditEntries)
      return row?.seq ?? 0
    },
  }
}

function conditionsOf({ actor, action, object, since, until }: AuditFilter): SQL[] {
  return [
    actor === undefined ? undefined : eq(auditEntries.actor, actor),
    action === undefined ? undefined : like(auditEntries.action, beginningWith(action)),
    object === undefined ? undefined : eq(auditEntries.object, object),
    since === undefined ? undefined : gte(auditEntries.at, new Date(since)),
    until === undefined ? undefined : lt(auditEntries.at, new Date(until)),
  ].filter((condition) => condition !== undefined)
}

function beginningWith(text: string): string {
  return `${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
