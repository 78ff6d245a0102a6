import type { Db, Tx } from '../db.ts'
import { auditEntries } from './schema.ts'

export interface AuditEntry {
  readonly actor: `account:${string}` | `site:${string}` | 'node'
  readonly action: string
  readonly object?: string
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

/** Writes an audit row in the transaction of the change that it tells of. */
export async function recordAudit(tx: Tx | Db, entry: AuditEntry): Promise<void> {
  await tx.insert(auditEntries).values({ ...entry, details: entry.details ?? {} })
}
