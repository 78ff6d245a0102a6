import { and, asc, eq, gt } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { auditEntries } from './schema.ts'

const PAGE = 500

/** What the audit log has of an account's own doings, oldest first. */
export async function* activityOf(db: Db, accountId: string) {
  let seq = 0
  for (;;) {
    const rows = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.actor, `account:${accountId}`), gt(auditEntries.seq, seq)))
      .orderBy(asc(auditEntries.seq))
      .limit(PAGE)
    for (const { at, action, object, details } of rows) yield { at, action, object, details }
    const last = rows.at(-1)
    if (last === undefined) return
    seq = last.seq
  }
}
