import type { Tx } from '../db.ts'
import { audit } from './schema.ts'

export interface AuditEntry {
  readonly at: Date
  readonly actor: `admin:${string}` | `site:${string}` | 'registry'
  readonly action: string
  readonly object: string
  /** No secret and no person's address. */
  readonly details?: Readonly<Record<string, string | number>>
}

/** Writes an audit row in the transaction of the change that it tells of. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.insert(audit).values({ ...entry, details: entry.details ?? {} })
}
