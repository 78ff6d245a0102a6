import type { AuditEntryView, AuditFormat } from '@crosspanel/protocol/audit'

interface AuditWriter {
  readonly contentType: string
  readonly head: string
  readonly line: (entry: AuditEntryView) => string
}

const COLUMNS = ['seq', 'at', 'actor', 'action', 'object', 'details'] as const

export const AUDIT_WRITERS: Readonly<Record<AuditFormat, AuditWriter>> = {
  ndjson: {
    contentType: 'application/x-ndjson',
    head: '',
    line: (entry) => `${JSON.stringify(entry)}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8',
    head: `${COLUMNS.join(',')}\r\n`,
    line: ({ details, object, ...entry }) => {
      const row = { ...entry, object: object ?? '', details: JSON.stringify(details) }
      return `${COLUMNS.map((column) => cell(String(row[column]))).join(',')}\r\n`
    },
  },
}

/** RFC 4180; what a spreadsheet would take for a formula is made plain text by an apostrophe. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
