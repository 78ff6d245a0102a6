import { z } from 'zod'
import { EncryptionJwk, FederationDocument, MemberStatus, SiteDescriptor } from './federation.ts'
import { KeyId, PanelId, SiteId, Timestamp } from './ids.ts'
import { MemberView } from './registry-api.ts'
import { ActivityCell, ReportedCheck, SILENT_AFTER_S } from './report.ts'
import { Announcement } from './announcement.ts'

/** A key that a site's statement lists. */
export const SiteKeyView = z.object({
  use: z.enum(['sign', EncryptionJwk.shape.use.value]),
  kid: KeyId,
  notBefore: Timestamp,
  notAfter: Timestamp,
})
export type SiteKeyView = z.infer<typeof SiteKeyView>

/** What the registry heard last from a site itself. */
export const HeardReport = z.object({
  /** By the registry's clock. */
  received: Timestamp,
  /** Seconds since then, when this was answered. */
  ageS: z.number(),
  /** The site's clock minus the registry's, seconds; the way that the report took makes it up to a second less. */
  clockOffsetS: z.number(),
  software: SiteDescriptor.shape.software,
  isReady: z.boolean(),
  documentVersion: z.int(),
  checks: z.array(ReportedCheck),
})
export type HeardReport = z.infer<typeof HeardReport>

/** A member with what its signed documents and its last report say. */
export const SiteOverview = MemberView.extend({
  protocol: z.object({ min: z.int(), max: z.int() }),
  reach: z.string(),
  keys: z.array(SiteKeyView),
  /** `null` until the site has published what it offers. */
  panels: z.array(z.object({ panelId: PanelId, name: z.string(), build: z.string() })).nullable(),
  /** `null` when the registry has never heard from it. */
  report: HeardReport.nullable(),
})
export type SiteOverview = z.infer<typeof SiteOverview>

/** `time` is the registry's, when this was answered. */
export const SiteOverviewList = z.object({
  time: Timestamp,
  documentVersion: z.int(),
  members: z.array(SiteOverview),
})
export type SiteOverviewList = z.infer<typeof SiteOverviewList>

/** `GET /v1/activity`: what sites told of the runs of their panels. Small counts were left out by the sites. */
export const FederationActivity = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  cells: z.array(ActivityCell.extend({ hostSite: SiteId })),
  /** Until which day each site has told; `null`: it tells nothing. */
  told: z.array(z.object({ siteId: SiteId, siteName: z.string(), until: z.iso.date().nullable() })),
})
export type FederationActivity = z.infer<typeof FederationActivity>

export const ActivityQuery = z.object({
  days: z.coerce.number().int().min(1).max(90).default(30),
})

/** `silent`: it was heard of once, but not lately. `unknown`: it was never heard of. */
export const PublicSiteState = z.enum(['ok', 'degraded', 'failed', 'silent', 'unknown'])
export type PublicSiteState = z.infer<typeof PublicSiteState>

/** How a site is by what was heard of it last; without a report for a while nobody knows how it is. */
export function siteStateOf(
  report: Pick<HeardReport, 'ageS' | 'isReady' | 'checks'> | null,
): PublicSiteState {
  if (report === null) return 'unknown'
  if (report.ageS > SILENT_AFTER_S) return 'silent'
  if (!report.isReady) return 'failed'
  return report.checks.some(({ state }) => state !== 'ok') ? 'degraded' : 'ok'
}

/** One day of a site as the registry heard of it; shares of the time that the registry itself was up. */
export const SiteDay = z.object({
  day: z.iso.date(),
  /** `null` when the registry itself was not up: nobody knows. */
  heardShare: z.number().min(0).max(1).nullable(),
  /** Of the time that it was heard of, in which it said that it was not ready. */
  notReadyShare: z.number().min(0).max(1).nullable(),
})
export type SiteDay = z.infer<typeof SiteDay>

/** `GET /v1/status`: what anybody may know of the federation. */
export const FederationStatus = z.object({
  federationId: FederationDocument.shape.federationId,
  time: Timestamp,
  /** When this was read; long before `time` when the registry's database does not answer. */
  asOf: Timestamp,
  document: z.object({
    version: z.int(),
    issued: Timestamp,
    expires: Timestamp,
    isOpen: z.boolean(),
  }),
  sites: z.array(
    z.object({
      siteId: SiteId,
      siteName: z.string(),
      organisation: z.string(),
      status: MemberStatus,
      state: PublicSiteState,
      /** When it last reported; `null` when it never did. */
      heard: Timestamp.nullable(),
      panels: z.int(),
      /** Oldest first, since it joined, at most 90. */
      days: z.array(SiteDay),
    }),
  ),
  /** In force, the one that begins last first. */
  announcements: z.array(Announcement),
})
export type FederationStatus = z.infer<typeof FederationStatus>
