import { AuditList, AuditPage } from '@crosspanel/protocol/registry-api'
import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { AuditService } from './service.ts'

const listAudit = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listAudit',
  summary: 'What was done, newest first',
  request: { query: AuditPage },
  responses: {
    200: jsonAnswer('Audit rows, newest first', AuditList),
    ...problems('invalid-request', 'unauthenticated'),
  },
})

export function auditRoutes(audit: AuditService) {
  return createRouter().openapi(listAudit, async (c) =>
    c.json(await audit.list(c.req.valid('query')), 200),
  )
}
