import type { Announcement } from '@crosspanel/protocol/announcement'

export type NoticeState = 'planned' | 'active' | 'over'

export function stateOf(
  { from, until, endedAt }: Pick<Announcement, 'from' | 'until' | 'endedAt'>,
  nowMs: number,
): NoticeState {
  if (endedAt !== null || (until !== null && Date.parse(until) <= nowMs)) return 'over'
  return Date.parse(from) > nowMs ? 'planned' : 'active'
}

/** What a field for date and time holds: local time without seconds; nothing for no moment. */
export function localText(at: string | null): string {
  if (at === null) return ''
  const moment = new Date(at)
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** The moment that such a field names; `null` when it is empty. */
export function instantOf(text: string): string | null {
  const at = new Date(text)
  return text === '' || Number.isNaN(at.getTime()) ? null : at.toISOString()
}
