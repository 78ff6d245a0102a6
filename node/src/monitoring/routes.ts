import { createRoute } from '@hono/zod-openapi'
import { DomainError } from '@crosspanel/protocol/problem'
import { HealthCheck, HealthReport, SiteStatus } from '@crosspanel/protocol/status'
import { z } from 'zod'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { HealthService } from './health.ts'
import type { StatusService } from './status.ts'

const livez = createRoute({
  method: 'get',
  path: '/livez',
  operationId: 'livez',
  summary: 'The process answers; nothing else is looked at',
  security: [],
  responses: {
    200: { description: 'Alive', content: { 'text/plain': { schema: z.string() } } },
  },
})

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'readyz',
  summary: 'Whether the node can do its work now; `?verbose` lists each check',
  security: [],
  request: { query: z.object({ verbose: z.string().optional() }) },
  responses: { 200: jsonAnswer('Ready', HealthReport), ...problems('not-ready') },
})

const readyzCheck = createRoute({
  method: 'get',
  path: '/readyz/{check}',
  operationId: 'readyzCheck',
  summary: 'One check of /readyz',
  security: [],
  request: { params: z.object({ check: z.string() }) },
  responses: {
    200: jsonAnswer('The check did not fail', HealthCheck),
    ...problems('route-not-found', 'not-ready'),
  },
})

const status = createRoute({
  method: 'get',
  path: '/status',
  operationId: 'getStatus',
  summary: 'This site, its peers and its panels, for anybody',
  security: [],
  responses: { 200: jsonAnswer('The status', SiteStatus) },
})

export function healthRoutes(health: HealthService) {
  return createRouter()
    .openapi(livez, (c) => c.text('ok', 200))
    .openapi(readyz, async (c) => {
      const { isReady, checks } = requireReady(await health.report())
      return c.json(
        { isReady, checks: c.req.valid('query').verbose === undefined ? [] : checks },
        200,
      )
    })
    .openapi(readyzCheck, async (c) => {
      const { checks } = await health.report()
      return c.json(requirePassed(checks, c.req.valid('param').check), 200)
    })
}

export function statusRoutes(service: StatusService) {
  return createRouter().openapi(status, async (c) => c.json(await service.read(), 200))
}

function requireReady(report: HealthReport): HealthReport {
  if (report.isReady) return report
  const failed = report.checks.filter(({ state }) => state === 'failed')
  throw notReady(failed)
}

function requirePassed(checks: readonly HealthCheck[], name: string): HealthCheck {
  const check = checks.find((candidate) => candidate.name === name)
  if (check === undefined) throw new DomainError('route-not-found')
  if (check.state === 'failed') throw notReady([check])
  return check
}

function notReady(failed: readonly HealthCheck[]): DomainError {
  const detail = failed.map(({ name, seen }) => `${name}: ${seen}`).join('; ')
  const errors = failed.map(({ name, seen }) => ({ pointer: `#/${name}`, detail: seen }))
  return new DomainError('not-ready', detail, { errors, retryAfterS: 5 })
}
