import {
  AdminJobList,
  AdminRunList,
  Dashboard,
  FederationStatistics,
  SiteStatistics,
} from '@crosspanel/protocol/dashboard'
import { PanelId, SiteId, Timestamp } from '@crosspanel/protocol/ids'
import { problems } from '@crosspanel/protocol/problem-responses'
import { JobState, RunState } from '@crosspanel/protocol/states'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRoute, z } from '@hono/zod-openapi'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { JobService } from '../jobs/service.ts'
import type { RunService } from '../runs/service.ts'
import type { DashboardService } from './dashboard.ts'

const Page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

const getDashboard = createRoute({
  method: 'get',
  path: '/dashboard',
  operationId: 'getDashboard',
  summary: "The account's jobs in numbers, its latest jobs, and how the federation is",
  responses: { 200: jsonAnswer('The overview', Dashboard), ...problems('unauthenticated') },
})

const getFederationStatistics = createRoute({
  method: 'get',
  path: '/federation/statistics',
  operationId: 'getFederationStatistics',
  summary: 'Sums of what the sites tell of themselves, with the age of each',
  responses: {
    200: jsonAnswer('The sums', FederationStatistics),
    ...problems('unauthenticated'),
  },
})

const getStatistics = createRoute({
  method: 'get',
  path: '/admin/statistics',
  operationId: 'getSiteStatistics',
  summary: 'Jobs, runs and accounts of the whole site in numbers',
  middleware: [requireRole('site-admin')] as const,
  responses: {
    200: jsonAnswer('The numbers', SiteStatistics),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const listAllJobs = createRoute({
  method: 'get',
  path: '/admin/jobs',
  operationId: 'listAllJobs',
  summary: 'Jobs of all accounts of the site, latest first',
  middleware: [requireRole('site-admin')] as const,
  request: {
    query: z.object({
      accountId: z.uuid().optional(),
      state: JobState.optional(),
      panelId: PanelId.optional(),
      hostSite: SiteId.optional(),
      name: z.string().min(1).max(200).optional(),
      since: Timestamp.optional(),
      until: Timestamp.optional(),
      ...Page,
    }),
  },
  responses: {
    200: jsonAnswer('A page of jobs', AdminJobList),
    ...problems('invalid-request', 'unauthenticated', 'forbidden'),
  },
})

const listRuns = createRoute({
  method: 'get',
  path: '/admin/runs',
  operationId: 'listRuns',
  summary: 'Runs at this site, latest first',
  middleware: [requireRole('site-admin')] as const,
  request: {
    query: z.object({
      state: RunState.optional(),
      panelId: PanelId.optional(),
      homeSite: SiteId.optional(),
      ...Page,
    }),
  },
  responses: {
    200: jsonAnswer('A page of runs', AdminRunList),
    ...problems('invalid-request', 'unauthenticated', 'forbidden'),
  },
})

export function dashboardRoutes(
  dashboard: DashboardService,
  jobs: Pick<JobService, 'listAll'>,
  runs: Pick<RunService, 'list'>,
) {
  return createRouter()
    .openapi(getDashboard, async (c) => c.json(await dashboard.overview(c.var.account), 200))
    .openapi(getFederationStatistics, (c) => c.json(dashboard.federation(), 200))
    .openapi(getStatistics, async (c) => c.json(await dashboard.statistics(), 200))
    .openapi(listAllJobs, async (c) => c.json(await jobs.listAll(c.req.valid('query')), 200))
    .openapi(listRuns, async (c) => c.json(await runs.list(c.req.valid('query')), 200))
}
