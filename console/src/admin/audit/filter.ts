export const AUDIT_FILTERS = ['actor', 'action', 'object', 'since', 'until'] as const
export type AuditFilters = Partial<Record<(typeof AUDIT_FILTERS)[number], string>>

/** The query that the API takes: days are those of the reader's clock, and begin at midnight. */
export function queryOf({ since, until, ...rest }: AuditFilters): AuditFilters {
  return {
    ...rest,
    ...(since === undefined ? {} : instant('since', since)),
    ...(until === undefined ? {} : instant('until', until)),
  }
}

function instant(name: 'since' | 'until', day: string): AuditFilters {
  const at = new Date(`${day}T00:00:00`)
  return Number.isNaN(at.getTime()) ? {} : { [name]: at.toISOString() }
}

/** `a: 1, b: yes`: what the row says besides. */
export function detailsText(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
