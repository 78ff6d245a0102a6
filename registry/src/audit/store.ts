import { desc, lt } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { audit } from './schema.ts'

export type AuditStore = ReturnType<typeof createAuditStore>

export function createAuditStore(db: Db) {
  return {
    /** Newest first; `before` is the sequence number to go on from. */
    list(limit: number, before: number | undefined) {
      return db
        .select()
        .from(audit)
        .where(before === undefined ? undefined : lt(audit.seq, before))
        .orderBy(desc(audit.seq))
        .limit(limit)
    },
  }
}
