import { z } from 'zod'
import { AlertView } from './alert.ts'
import { StorageUsage } from './file.ts'
import { PanelId, SiteId, Timestamp } from './ids.ts'
import { JobView } from './job.ts'
import { SiteTotals } from './message.ts'
import { Contact, JobState, RunState } from './states.ts'

const Count = z.int().min(0)

export const JobStateCount = z.object({ state: JobState, stateWords: z.string(), jobs: Count })

/** A member of the federation as this site heard of it last. */
const KnownPeer = z.object({
  siteId: SiteId,
  name: z.string(),
  contact: z.enum([...Contact.options, 'unknown']),
  /** Seconds since the site was last heard of; `null` when it never was. */
  ageS: z.number().nullable(),
  isReady: z.boolean().nullable(),
})

/** `GET /api/v1/dashboard`: all that the first page shows, of one account. */
export const Dashboard = z.object({
  /** States that the account has jobs in. */
  jobs: z.object({ total: Count, byState: z.array(JobStateCount) }),
  recentJobs: z.array(JobView),
  storage: StorageUsage,
  panels: z.object({ known: Count, reachable: Count }),
  federation: z.array(KnownPeer),
  unreadNotifications: Count,
  /** Alerts that have not been resolved, the most severe first; `null` for all but administrators. */
  alerts: z.array(AlertView).nullable(),
})
export type Dashboard = z.infer<typeof Dashboard>

const Imputed = { samples: Count, variants: Count }

/** `GET /api/v1/admin/statistics`: the whole site, for its administrators. */
export const SiteStatistics = z.object({
  jobs: z.object({
    total: Count,
    byState: z.array(JobStateCount),
    /** The last 30 days, in UTC, by the day of submission and the state of now. */
    byDay: z.array(z.object({ day: z.iso.date(), state: JobState, jobs: Count })),
    byPanel: z.array(
      z.object({ panelId: PanelId, hostSite: SiteId, jobs: Count, completed: Count, ...Imputed }),
    ),
    /** Of completed jobs. */
    ...Imputed,
  }),
  runs: z.object({
    total: Count,
    byState: z.array(z.object({ state: RunState, runs: Count })),
    byHomeSite: z.array(z.object({ homeSite: SiteId, runs: Count, ...Imputed })),
    /** Of runs that came to a result. */
    ...Imputed,
  }),
  accounts: z.object({ total: Count }),
  storage: z.object({ freeBytes: Count }),
})
export type SiteStatistics = z.infer<typeof SiteStatistics>

/** `GET /api/v1/federation/statistics`: sums of what the sites tell of themselves. */
export const FederationStatistics = z.object({
  /** Of the sites that tell; `sites` says how many these are. */
  total: SiteTotals.extend({ sites: Count }),
  sites: z.array(KnownPeer.extend({ totals: SiteTotals.nullable() })),
})
export type FederationStatistics = z.infer<typeof FederationStatistics>

/** A job as the site's administrators see it: whose it is, but no file and no genotype. */
export const AdminJobList = z.object({
  jobs: z.array(JobView.extend({ accountId: z.uuid() })),
  next: z.string().nullable(),
})
export type AdminJobList = z.infer<typeof AdminJobList>

export const AdminRunList = z.object({
  runs: z.array(
    z.object({
      id: z.uuid(),
      homeSite: SiteId,
      homeJob: z.uuid(),
      epoch: z.int(),
      state: RunState,
      panelId: PanelId,
      samples: Count,
      variants: Count,
      attempts: Count,
      createdAt: Timestamp,
      updatedAt: Timestamp,
      endedAt: Timestamp.nullable(),
    }),
  ),
  next: z.string().nullable(),
})
export type AdminRunList = z.infer<typeof AdminRunList>
