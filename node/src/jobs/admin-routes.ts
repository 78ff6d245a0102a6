import { ResultRetention } from '@crosspanel/protocol/job'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRoute, z } from '@hono/zod-openapi'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { JobService } from './service.ts'

const changeResultRetention = createRoute({
  method: 'put',
  path: '/admin/jobs/{id}/retention',
  operationId: 'changeResultRetention',
  summary: "Set until when a job's results are kept",
  description: 'Earlier or later than now. The owner is reminded before the new end.',
  middleware: requireRole('site-admin'),
  request: {
    params: z.object({ id: z.uuid() }),
    body: jsonBody(ResultRetention.pick({ until: true })),
  },
  responses: {
    200: jsonAnswer('Until when, and how many files that is', ResultRetention),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'job-not-found',
      'result-not-ready',
      'file-expired',
    ),
  },
})

export function adminJobRoutes(jobs: Pick<JobService, 'keepResultsUntil'>) {
  return createRouter().openapi(changeResultRetention, async (c) =>
    c.json(
      await jobs.keepResultsUntil(c.var.account, c.req.valid('param').id, c.req.valid('json')),
      200,
    ),
  )
}
