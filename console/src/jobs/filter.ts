import { JOB_STATE_ORDER } from './state-order.ts'

/** What a list of jobs is narrowed to, as it stands in the address. */
export interface JobFilter {
  readonly state?: string | undefined
  readonly panelId?: string | undefined
  readonly hostSite?: string | undefined
  /** Submitted within so many days; `undefined`: ever. */
  readonly days?: string | undefined
}

const DAY_MS = 86_400_000
export const DAY_CHOICES = ['1', '7', '30', '365'] as const

/** The query of the API. A value that the address should not have is left out: a broken link shows more, not an error. */
export function queryOf(filter: JobFilter, now: Date): Record<string, string> {
  const state = JOB_STATE_ORDER.find((known) => known === filter.state)
  const days = DAY_CHOICES.find((known) => known === filter.days)
  // By the hour: the address of a page must not change with every reading, or nothing would be known of it.
  const hour = Math.floor(now.getTime() / 3_600_000) * 3_600_000
  return {
    ...(state === undefined ? {} : { state }),
    ...(isPanelId(filter.panelId) ? { panelId: filter.panelId } : {}),
    ...(isSiteId(filter.hostSite) ? { hostSite: filter.hostSite } : {}),
    ...(days === undefined ? {} : { since: new Date(hour - Number(days) * DAY_MS).toISOString() }),
  }
}

/** How many of them narrow the list. */
export const chosenOf = (filter: JobFilter): number =>
  Object.values(filter).filter((value) => value !== undefined && value !== '').length

export const isFiltered = (filter: JobFilter) => chosenOf(filter) > 0

const SITE = 'site:[a-z0-9][a-z0-9-]*'
const isSiteId = (text: string | undefined): text is string =>
  text !== undefined && new RegExp(`^${SITE}$`).test(text)
const isPanelId = (text: string | undefined): text is string =>
  text !== undefined && new RegExp(`^${SITE}/[a-z0-9][a-z0-9._-]*$`).test(text)
