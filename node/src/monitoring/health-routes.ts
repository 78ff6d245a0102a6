import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import {
  HealthHistory,
  NodeHealth,
  OverallHealth,
  SystemMetrics,
} from '@crosspanel/protocol/status'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import type { Context } from 'hono'
import { z } from 'zod'
import { credentialOf, requireRole } from '../http/authentication.ts'
import type { AppEnv } from '../http/env.ts'
import { createRouter } from '../http/router.ts'
import type { SessionCookie } from '../http/session-cookie.ts'
import type { HealthService } from './health.ts'
import type { HistoryService } from './history.ts'
import { type MetricsAccess, requireMetricsAccess } from './metrics-access.ts'
import type { Metrics } from './metrics.ts'
import type { OverallService } from './overall.ts'
import type { SystemService } from './system.ts'
import type { createAdministratorCheck } from './viewer.ts'

const DAYS_MAX = 366

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  summary: "The node's own parts; what was seen there is for administrators",
  security: [],
  responses: { 200: jsonAnswer('The parts', NodeHealth) },
})

const getOverallHealth = createRoute({
  method: 'get',
  path: '/health/overall',
  operationId: 'getOverallHealth',
  summary: 'Own parts and every peer; active alerts for administrators',
  security: [],
  responses: { 200: jsonAnswer('The parts, the peers and the alerts', OverallHealth) },
})

const getHealthHistory = createRoute({
  method: 'get',
  path: '/health/history',
  operationId: 'getHealthHistory',
  summary: 'Changes of state, and response times of one subject (administrators)',
  middleware: requireRole('site-admin'),
  request: {
    query: z.object({
      days: z.coerce.number().int().min(1).max(DAYS_MAX).default(7),
      subject: z.string().max(200).optional(),
      cursor: z.string().max(20).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: jsonAnswer('The history', HealthHistory),
    ...problems('unauthenticated', 'forbidden', 'invalid-request'),
  },
})

const getSystemMetrics = createRoute({
  method: 'get',
  path: '/metrics/system',
  operationId: 'getSystemMetrics',
  summary: 'What the machine, the database and the queues have left (administrators)',
  middleware: requireRole('site-admin'),
  responses: {
    200: jsonAnswer('The metrics', SystemMetrics),
    ...problems('unauthenticated', 'forbidden'),
  },
})

export interface OpenHealthDeps {
  readonly health: Pick<HealthService, 'read'>
  readonly overall: OverallService
  readonly isAdministrator: ReturnType<typeof createAdministratorCheck>
  readonly cookie: SessionCookie
}

/** Health is for anybody: who is logged in as an administrator sees more of it. */
export function openHealthRoutes({ health, overall, isAdministrator, cookie }: OpenHealthDeps) {
  const isForAdministrators = (c: Context<AppEnv>) => isAdministrator(credentialOf(c, cookie))
  return createRouter()
    .openapi(getHealth, async (c) => c.json(await health.read(await isForAdministrators(c)), 200))
    .openapi(getOverallHealth, async (c) =>
      c.json(await overall.read(await isForAdministrators(c)), 200),
    )
}

export function monitoringRoutes(deps: {
  readonly history: Pick<HistoryService, 'read'>
  readonly system: Pick<SystemService, 'read'>
}) {
  return createRouter()
    .openapi(getHealthHistory, async (c) =>
      c.json(await deps.history.read(c.req.valid('query')), 200),
    )
    .openapi(getSystemMetrics, (c) => c.json(deps.system.read(), 200))
}

/** `/metrics` for Prometheus: not part of the API for people. */
export function metricsRoutes(
  metrics: Pick<Metrics, 'expose' | 'contentType'>,
  access: MetricsAccess,
) {
  const router = createRouter()
  router.use('/metrics', requireMetricsAccess(access))
  router.get('/metrics', async (c) => {
    c.header('content-type', metrics.contentType)
    c.header('cache-control', 'no-store')
    return c.body(await metrics.expose())
  })
  return router
}
