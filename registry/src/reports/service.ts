import type { GeneralJws, NodeStatement } from '@crosspanel/protocol/federation'
import { CLOCK_SKEW_ALLOWED_S } from '@crosspanel/protocol/hop-token'
import { DomainError } from '@crosspanel/protocol/problem'
import type { SiteReport } from '@crosspanel/protocol/report'
import { verifyReport } from '@crosspanel/protocol/signed-document'
import type { FederationActivity, HeardReport } from '@crosspanel/protocol/site-overview'
import { dayBefore } from './slots.ts'
import type { ReportRow, ReportStore } from './store.ts'

export interface ReportServiceDeps {
  readonly store: ReportStore
  /** The verified statement of an active member; throws when the site is none. */
  readonly requireActive: (siteId: string) => Promise<NodeStatement>
  /** Throws `rate-limited` when the site has sent too much. */
  readonly countCall: (siteId: string) => Promise<void>
  readonly listNames: () => Promise<readonly { siteId: string; siteName: string }[]>
  readonly now: () => Date
}
export type ReportService = ReturnType<typeof createReportService>

/** What was told is kept so long. */
const KEPT_DAYS = 400

export function createReportService(deps: ReportServiceDeps) {
  const { store, requireActive, countCall, listNames, now } = deps

  return {
    /** Takes what a site says of itself. The signature says who speaks. */
    async take(siteId: string, jws: GeneralJws): Promise<{ received: string }> {
      const statement = await requireActive(siteId)
      const receivedAt = now()
      const verdict = await verifyReport(jws, statement, receivedAt.getTime())
      if (verdict.kind === 'refused') throw new DomainError(verdict.code, verdict.detail)
      await countCall(siteId)
      const report = verdict.document
      requireWholeDays(report, receivedAt)
      const clockOffsetS = (Date.parse(report.issued) - receivedAt.getTime()) / 1000
      const isNewer = await store.put({ report, receivedAt, clockOffsetS })
      if (!isNewer) throw new DomainError('statement-stale')
      return { received: receivedAt.toISOString() }
    },

    /** What was heard last of each site that was ever heard of. */
    async latest(): Promise<ReadonlyMap<string, HeardReport>> {
      const at = now()
      return new Map((await store.listLatest()).map((row) => [row.siteId, heardOf(row, at)]))
    },

    /** That the registry is up; without it nobody could tell a site's silence from ours. */
    tick: (): Promise<void> => store.tick(now(), dayBefore(now(), KEPT_DAYS)),

    /** The whole days before today, UTC. */
    async activity(days: number): Promise<FederationActivity> {
      const from = dayBefore(now(), days)
      const to = dayBefore(now(), 1)
      const [rows, latest, names] = await Promise.all([
        store.listActivity(from, to),
        store.listLatest(),
        listNames(),
      ])
      const until = new Map(latest.map(({ siteId, activityUntil }) => [siteId, activityUntil]))
      return {
        from,
        to,
        cells: rows.map(({ siteId: hostSite, ...cell }) => ({ hostSite, ...cell })),
        told: names.map((site) => ({ ...site, until: until.get(site.siteId) ?? null })),
      }
    },
  }
}

/** Only days that are over are told of: whoever saw one grow would see counts rise by one. */
function requireWholeDays({ activity }: SiteReport, receivedAt: Date): void {
  const latest = dayBefore(new Date(receivedAt.getTime() + CLOCK_SKEW_ALLOWED_S * 1000), 1)
  if (activity === undefined || activity.to <= latest) return
  throw new DomainError('invalid-request', `activity is told up to ${latest}, the last whole day`)
}

function heardOf({ report, receivedAt, clockOffsetS }: ReportRow, now: Date): HeardReport {
  const { software, isReady, documentVersion, checks } = report
  return {
    received: receivedAt.toISOString(),
    ageS: Math.max(0, (now.getTime() - receivedAt.getTime()) / 1000),
    clockOffsetS,
    software,
    isReady,
    documentVersion,
    checks,
  }
}
