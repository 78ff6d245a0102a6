import type { Announcement, AnnouncementSeverity } from '@crosspanel/protocol/announcement'

/** As in the protocol, whose schemas would bring zod into the page; a test holds them together. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const
export const ANNOUNCEMENT_MAX_LENGTH = 1000

/** As the form has it: times in the words of `datetime-local`, empty where there is none. */
export interface AnnouncementForm {
  readonly severity: AnnouncementSeverity
  readonly text: string
  readonly from: string
  readonly until: string
}

/** What the registry is asked for: instants, by the time zone of the device. */
export function wantedOf({ severity, text, from, until }: AnnouncementForm) {
  return {
    severity,
    text: text.trim(),
    ...(from === '' ? {} : { from: new Date(from).toISOString() }),
    until: until === '' ? null : new Date(until).toISOString(),
  }
}

/** Whether it would end before it begins, or is over already. */
export function spanFault({ from, until }: AnnouncementForm, now: Date): boolean {
  if (until === '') return false
  const end = new Date(until)
  return end <= now || (from !== '' && end <= new Date(from))
}

export type AnnouncementPhase = 'toCome' | 'inForce' | 'over'

export function phaseOf(
  { from, until, endedAt }: Pick<Announcement, 'from' | 'until' | 'endedAt'>,
  now: Date,
): AnnouncementPhase {
  if (endedAt !== null || (until !== null && new Date(until) <= now)) return 'over'
  return new Date(from) > now ? 'toCome' : 'inForce'
}
