import type {
  AuditEntryView,
  AuditFilter,
  AuditFormat,
  AuditList,
  AuditQuery,
} from '@crosspanel/protocol/audit'
import type { Db } from '../db.ts'
import { textStream } from '../text-stream.ts'
import type { Account } from '../users/account.ts'
import { AUDIT_WRITERS } from './audit-formats.ts'
import { createAuditStore, type AuditRow } from './audit-store.ts'
import { recordAudit } from './audit.ts'

/** Rows of an export that are in memory at once. */
const STRETCH_ROWS = 1_000

export type AuditTrail = ReturnType<typeof createAuditTrail>

/** What administrators read of the audit. */
export function createAuditTrail({ db }: { readonly db: Db }) {
  const store = createAuditStore(db)

  /** By stretches of sequence numbers, so that a slow reader holds neither a transaction nor the rows. */
  async function* rowsOf(filter: AuditFilter, upTo: number): AsyncGenerator<AuditRow[]> {
    for (let after = 0; ;) {
      const rows = await store.stretch(filter, { after, upTo, limit: STRETCH_ROWS })
      if (rows.length > 0) yield rows
      const last = rows.at(-1)
      if (last === undefined || rows.length < STRETCH_ROWS) return
      after = last.seq
    }
  }

  async function* write(
    filter: AuditFilter,
    format: AuditFormat,
    upTo: number,
  ): AsyncGenerator<string, void, undefined> {
    const { head, line } = AUDIT_WRITERS[format]
    if (head !== '') yield head
    for await (const rows of rowsOf(filter, upTo)) {
      yield rows.map((row) => line(toView(row))).join('')
    }
  }

  return {
    async list({ before, limit, ...filter }: AuditQuery): Promise<AuditList> {
      const rows = await store.page(filter, before, limit + 1)
      const page = rows.slice(0, limit)
      const next = rows.length > limit ? (page.at(-1)?.seq ?? null) : null
      return { entries: page.map(toView), next }
    },

    /**
     * All rows of the filter up to the one that tells of this export, oldest first. A reader that
     * stops early leaves nothing behind.
     */
    async export(
      account: Pick<Account, 'id'>,
      format: AuditFormat,
      filter: AuditFilter,
    ): Promise<ReadableStream<Uint8Array>> {
      await recordAudit(db, {
        actor: `account:${account.id}`,
        action: 'audit.exported',
        details: { format, ...given(filter) },
      })
      return textStream(write(filter, format, await store.last()))
    },
  }
}

/** Without what was left out: an audit row has no place for it. */
function given(filter: AuditFilter): Record<string, string> {
  const entries = Object.entries(filter).filter((entry): entry is [string, string] => !!entry[1])
  return Object.fromEntries(entries)
}

function toView({ at, details, ...row }: AuditRow): AuditEntryView {
  return { ...row, at: at.toISOString(), details: { ...details } }
}
