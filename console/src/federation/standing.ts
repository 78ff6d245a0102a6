import type { MemberStatus } from '@crosspanel/protocol/federation'
import type { PublicSiteState, SiteOverview } from '@crosspanel/protocol/site-overview'
import type { IconName } from '../ui/icons.tsx'
import type { Tone } from '../ui/state-mark.tsx'

type Look = readonly [Tone, IconName]

/** How a site is. `silent` and `unknown` are not `failed`: nobody knows. */
export const STATE_LOOKS: Readonly<Record<PublicSiteState, Look>> = {
  ok: ['good', 'check'],
  degraded: ['warn', 'warning'],
  failed: ['bad', 'cross'],
  silent: ['warn', 'clock'],
  unknown: ['plain', 'dot'],
}

export const STATUS_LOOKS: Readonly<Record<MemberStatus, Look>> = {
  active: ['good', 'check'],
  suspended: ['warn', 'pause'],
  revoked: ['bad', 'stop'],
}

/** The same as `SILENT_AFTER_S` of the protocol, whose schemas would bring zod into the page. */
export const SILENT_AFTER_S = 300
/** Peers refuse calls beyond 60 s; from here on somebody should look. */
const CLOCK_WARN_S = 5

type Reported = Pick<NonNullable<SiteOverview['report']>, 'ageS' | 'isReady' | 'checks'>

/** As `siteStateOf` of the protocol. `sinceReadS` is how long ago the registry's answer was read. */
export function siteStateNow(report: Reported | null, sinceReadS: number): PublicSiteState {
  if (report === null) return 'unknown'
  if (report.ageS + sinceReadS > SILENT_AFTER_S) return 'silent'
  if (!report.isReady) return 'failed'
  return report.checks.some(({ state }) => state !== 'ok') ? 'degraded' : 'ok'
}

export const isClockOff = (offsetS: number): boolean => Math.abs(offsetS) >= CLOCK_WARN_S

/** Versions as 1.10.2: negative when `a` is the older one. What is no version counts as the oldest. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)]
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function partsOf(version: string): number[] {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(version)
  return found === null ? [-1] : found.slice(1).map(Number)
}

/** The newest software that any active site reports; others are held against it. */
export function newestVersion(
  sites: readonly Pick<SiteOverview, 'status' | 'report'>[],
): string | undefined {
  return sites
    .flatMap(({ status, report }) =>
      status === 'active' && report !== null ? [report.software.version] : [],
    )
    .toSorted(compareVersions)
    .at(-1)
}

/** How many active sites nobody knows the state of: they are silent, or were never heard of. */
export function countUnheard(
  sites: readonly Pick<SiteOverview, 'status' | 'report'>[],
  sinceReadS: number,
): number {
  return sites.filter(({ status, report }) => {
    const state = siteStateNow(report, sinceReadS)
    return status === 'active' && (state === 'silent' || state === 'unknown')
  }).length
}
