import type { SiteDay } from '@crosspanel/protocol/site-overview'

/** `unknown`: the registry itself was not up, so nobody knows. */
export type DayLook = 'good' | 'partly' | 'bad' | 'unknown'

/** Five minutes of a day are a third of a percent: a restart is no outage. */
const GOOD_SHARE = 0.99
const BAD_SHARE = 0.5

export function dayLook({ heardShare, notReadyShare }: SiteDay): DayLook {
  if (heardShare === null) return 'unknown'
  const readyShare = heardShare * (1 - (notReadyShare ?? 0))
  if (readyShare >= GOOD_SHARE) return 'good'
  return readyShare >= BAD_SHARE ? 'partly' : 'bad'
}

export interface StripSums {
  /** Days of which anything is known. */
  readonly days: number
  /** Mean share of the time, on these days, in which the site said that it was ready; `undefined` without any. */
  readonly readyShare: number | undefined
}

export function stripSums(days: readonly SiteDay[]): StripSums {
  const known = days.flatMap(({ heardShare, notReadyShare }) =>
    heardShare === null ? [] : [heardShare * (1 - (notReadyShare ?? 0))],
  )
  const total = known.reduce((sum, share) => sum + share, 0)
  return {
    days: known.length,
    readyShare: known.length === 0 ? undefined : total / known.length,
  }
}
