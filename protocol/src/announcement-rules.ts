import type { Announcement, ChangeAnnouncement } from './announcement.ts'
import { fault } from './faults.ts'
import { DomainError } from './problem.ts'

/** An announcement as a node or a registry keeps it. */
export interface KeptAnnouncement {
  readonly id: string
  readonly severity: Announcement['severity']
  readonly text: string
  readonly from: Date
  readonly until: Date | null
  readonly endedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What a change asks for; what it leaves out stays. */
export function changesOf({
  severity,
  text,
  from,
  until,
}: ChangeAnnouncement): Partial<Pick<KeptAnnouncement, 'severity' | 'text' | 'from' | 'until'>> {
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(text === undefined ? {} : { text }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(until === undefined ? {} : { until: until === null ? null : new Date(until) }),
  }
}

/** Refuses one that would be over before anybody sees it. */
export function requireSpan(
  { from, until }: Pick<KeptAnnouncement, 'from' | 'until'>,
  now: Date,
): void {
  if (until === null || (until > from && until > now)) return
  throw new DomainError('invalid-request', undefined, {
    errors: [fault('until', '#/until')],
  })
}

export function announcementOf(
  row: KeptAnnouncement,
  issuer: Announcement['issuer'],
): Announcement {
  const { id, severity, text } = row
  return {
    id,
    issuer,
    severity,
    text,
    from: row.from.toISOString(),
    until: row.until?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
