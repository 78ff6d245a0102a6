import type {
  Dashboard,
  FederationStatistics,
  SiteStatistics,
} from '@crosspanel/protocol/dashboard'
import type { AlertView } from '@crosspanel/protocol/alert'
import type { StorageUsage } from '@crosspanel/protocol/file'
import type { JobView } from '@crosspanel/protocol/job'
import { JOB_STATE_WORDS, type JobState } from '@crosspanel/protocol/states'
import type { JobCounts } from '../jobs/counts.ts'
import type { KnownSite, SiteHealth } from '../peers/ports.ts'
import type { RunCounts } from '../runs/counts.ts'
import type { Account } from '../users/account.ts'

const DAY_MS = 86_400_000
const DAYS_SHOWN = 30
const RECENT_JOBS = 10

export interface DashboardDeps {
  readonly jobCounts: Pick<JobCounts, 'ofAccount' | 'ofPanels' | 'ofDays'>
  readonly runCounts: Pick<RunCounts, 'all'>
  readonly listJobs: (
    account: Account,
    query: { limit: number },
  ) => Promise<{ readonly jobs: readonly JobView[] }>
  readonly storageOf: (account: Account) => Promise<StorageUsage>
  readonly countUnread: (accountId: string) => Promise<number>
  /** From memory. */
  readonly listAlerts: () => AlertView[]
  readonly countAccounts: () => Promise<number>
  readonly freeBytes: () => Promise<number>
  /** From memory. */
  readonly listSites: () => readonly KnownSite[]
  /** From memory. */
  readonly healthOfSites: () => readonly SiteHealth[]
  readonly now: () => Date
}
export type DashboardService = ReturnType<typeof createDashboardService>

/** What first pages show. Nothing here asks a peer, and nothing counts rows of jobs or runs. */
export function createDashboardService(deps: DashboardDeps) {
  const { jobCounts, runCounts, now } = deps

  function peerOf({ siteId, name, contact, heardAt, health }: SiteHealth) {
    const ageS = heardAt && Math.max(0, (now().getTime() - heardAt.getTime()) / 1000)
    return { siteId, name, contact, ageS, isReady: health?.isReady ?? null }
  }

  return {
    async overview(account: Account): Promise<Dashboard> {
      const health = deps.healthOfSites()
      const [counts, { jobs: recent }, storage, unreadNotifications] = await Promise.all([
        jobCounts.ofAccount(account.id),
        deps.listJobs(account, { limit: RECENT_JOBS }),
        deps.storageOf(account),
        deps.countUnread(account.id),
      ])
      return {
        jobs: jobsByState(counts),
        recentJobs: [...recent],
        storage,
        panels: countPanels(deps.listSites(), health),
        federation: health.map(peerOf),
        unreadNotifications,
        alerts: account.role === 'site-admin' ? deps.listAlerts() : null,
      }
    },

    async statistics(): Promise<SiteStatistics> {
      const since = new Date(now().getTime() - (DAYS_SHOWN - 1) * DAY_MS).toISOString().slice(0, 10)
      const [panels, days, runs, accounts, freeBytes] = await Promise.all([
        jobCounts.ofPanels(),
        jobCounts.ofDays(since),
        runCounts.all(),
        deps.countAccounts(),
        deps.freeBytes(),
      ])
      return {
        jobs: {
          ...jobsByState(panels),
          byDay: days,
          byPanel: sumBy(panels, ({ panelId }) => panelId).map(([{ panelId, hostSite }, rows]) => ({
            panelId,
            hostSite,
            jobs: sum(rows, 'jobs'),
            completed: sum(
              rows.filter(({ state }) => state === 'completed'),
              'jobs',
            ),
            ...imputed(rows),
          })),
          ...imputed(panels),
        },
        runs: {
          total: sum(runs, 'runs'),
          byState: sumBy(runs, ({ state }) => state).map(([{ state }, rows]) => ({
            state,
            runs: sum(rows, 'runs'),
          })),
          byHomeSite: sumBy(runs, ({ homeSite }) => homeSite).map(([{ homeSite }, rows]) => ({
            homeSite,
            runs: sum(rows, 'runs'),
            ...imputed(rows),
          })),
          ...imputed(runs),
        },
        accounts: { total: accounts },
        storage: { freeBytes },
      }
    },

    /** Sites push their totals with their health; the age of each says how old its part of the sum is. */
    federation(): FederationStatistics {
      const sites = deps
        .healthOfSites()
        .map((site) => ({ ...peerOf(site), totals: site.health?.totals ?? null }))
      const told = sites.flatMap(({ totals }) => totals ?? [])
      return {
        total: {
          sites: told.length,
          jobs: sum(told, 'jobs'),
          completedJobs: sum(told, 'completedJobs'),
          runs: sum(told, 'runs'),
          ...imputed(told),
        },
        sites,
      }
    },
  }
}

function jobsByState(counts: readonly { readonly state: JobState; readonly jobs: number }[]) {
  const byState = sumBy(counts, ({ state }) => state).map(([{ state }, rows]) => ({
    state,
    stateWords: JOB_STATE_WORDS[state],
    jobs: sum(rows, 'jobs'),
  }))
  return { total: sum(counts, 'jobs'), byState }
}

/** Panels of active members, and those of sites that answer now. */
function countPanels(sites: readonly KnownSite[], health: readonly SiteHealth[]) {
  const answering = new Set(
    health.filter(({ contact }) => contact === 'ok').map(({ siteId }) => siteId),
  )
  const active = sites.filter(({ member }) => member.status === 'active')
  const count = (of: readonly KnownSite[]) =>
    of.reduce((total, { descriptor }) => total + (descriptor?.panels.length ?? 0), 0)
  return {
    known: count(active),
    reachable: count(active.filter(({ member }) => answering.has(member.siteId))),
  }
}

function imputed(rows: readonly { readonly samples: number; readonly variants: number }[]) {
  return { samples: sum(rows, 'samples'), variants: sum(rows, 'variants') }
}

function sum<K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number {
  return rows.reduce((total, row) => total + row[key], 0)
}

/** Rows that have the key in common, each group with its first row, in the order of the keys. */
function sumBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): [Row, Row[]][] {
  return [...Map.groupBy(rows, keyOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => (group[0] === undefined ? [] : [[group[0], group] as [Row, Row[]]]))
}
