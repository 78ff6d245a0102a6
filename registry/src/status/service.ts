import type { Announcement } from '@crosspanel/protocol/announcement'
import { DomainError } from '@crosspanel/protocol/problem'
import {
  type FederationStatus,
  siteStateOf,
  type SiteOverview,
} from '@crosspanel/protocol/site-overview'
import { dayBefore, dayOf, daysBetween, siteDayOf, type WatchDay } from '../reports/slots.ts'

export interface StatusServiceDeps {
  readonly requireFederation: () => Promise<{
    readonly federationId: string
    readonly version: number
    readonly issued: Date
    readonly expires: Date
  }>
  readonly listSites: () => Promise<readonly SiteOverview[]>
  readonly listDays: (from: string) => Promise<readonly WatchDay[]>
  readonly listAnnouncements: () => Promise<Announcement[]>
  readonly now: () => Date
  /** The longest that the page waits for the database, milliseconds. */
  readonly waitMs?: number
}
export type StatusService = ReturnType<typeof createStatusService>

const SHOWN_DAYS = 90
const WAIT_MS = 2_000
/** Everybody who asks within this time is told the same. */
const FRESH_MS = 2_000

/** The public status of the federation. While the database does not answer, it is the last one, with its age. */
export function createStatusService(deps: StatusServiceDeps) {
  const { now, waitMs = WAIT_MS } = deps
  let last: FederationStatus | undefined
  let underWay: Promise<FederationStatus> | undefined

  async function look(): Promise<FederationStatus> {
    last = await readStatus(deps)
    return last
  }

  /** One look for all who ask meanwhile: a database that hangs is asked once. */
  function lookOnce(): Promise<FederationStatus> {
    underWay ??= look().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  function isFresh(status: FederationStatus): boolean {
    const ageMs = now().getTime() - Date.parse(status.asOf)
    return ageMs >= 0 && ageMs < FRESH_MS
  }

  return {
    async read(): Promise<FederationStatus> {
      const time = now().toISOString()
      if (last !== undefined && isFresh(last)) return { ...last, time }
      const { promise: late, resolve } = Promise.withResolvers<undefined>()
      const timer = setTimeout(() => resolve(undefined), waitMs)
      try {
        const looked = lookOnce().catch((error: unknown) => {
          if (last === undefined) throw error
          return undefined
        })
        const status = (await Promise.race([looked, late])) ?? last
        if (status === undefined) throw new DomainError('not-ready', 'the database does not answer')
        return { ...status, time }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

async function readStatus(deps: StatusServiceDeps): Promise<FederationStatus> {
  const at = deps.now()
  const from = dayBefore(at, SHOWN_DAYS - 1)
  const [federation, sites, days, announcements] = await Promise.all([
    deps.requireFederation(),
    deps.listSites(),
    deps.listDays(from),
    deps.listAnnouncements(),
  ])
  const daysOf = Map.groupBy(days, ({ subject }) => subject)
  return {
    federationId: federation.federationId,
    time: at.toISOString(),
    asOf: at.toISOString(),
    document: {
      version: federation.version,
      issued: federation.issued.toISOString(),
      expires: federation.expires.toISOString(),
      isOpen: at < federation.expires,
    },
    sites: sites
      .filter(({ status }) => status !== 'revoked')
      .map((site) => publicSite(site, { daysOf, from, now: at })),
    announcements,
  }
}

interface Days {
  readonly daysOf: ReadonlyMap<string, readonly WatchDay[]>
  readonly from: string
  readonly now: Date
}

function publicSite(
  site: SiteOverview,
  { daysOf, from, now }: Days,
): FederationStatus['sites'][number] {
  const { siteId, siteName, organisation, status, joined, report, panels } = site
  const rowOf = (subject: string, day: string) =>
    daysOf.get(subject)?.find((row) => row.day === day)
  const joinedDay = joined.slice(0, 10)
  const joinedAt = new Date(joined)
  const days = daysBetween(joinedDay > from ? joinedDay : from, dayOf(now)).map((day) =>
    siteDayOf(
      day,
      { joinedAt, now },
      {
        site: rowOf(siteId, day),
        registry: rowOf('registry', day),
      },
    ),
  )
  return {
    siteId,
    siteName,
    organisation,
    status,
    state: siteStateOf(report),
    heard: report?.received ?? null,
    panels: panels?.length ?? 0,
    days,
  }
}
