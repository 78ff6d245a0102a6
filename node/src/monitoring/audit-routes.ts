import { createRoute } from '@hono/zod-openapi'
import { AuditExportQuery, AuditList, AuditQuery } from '@crosspanel/protocol/audit'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import { AUDIT_WRITERS } from './audit-formats.ts'
import type { AuditTrail } from './audit-trail.ts'

const isAdmin = requireRole('site-admin')

const listAudit = createRoute({
  method: 'get',
  path: '/audit',
  operationId: 'listAudit',
  summary: 'Who did what to which object, newest first',
  middleware: isAdmin,
  request: { query: AuditQuery },
  responses: {
    200: jsonAnswer('A page of the audit', AuditList),
    ...problems('invalid-request', 'unauthenticated', 'forbidden'),
  },
})

const exportAudit = createRoute({
  method: 'get',
  path: '/audit/export',
  operationId: 'exportAudit',
  summary: 'The audit as a file, oldest first: NDJSON or CSV. That it was exported is audited',
  middleware: isAdmin,
  request: { query: AuditExportQuery },
  responses: {
    200: {
      description: 'One row a line',
      content: {
        'application/x-ndjson': { schema: z.string() },
        'text/csv': { schema: z.string() },
      },
    },
    ...problems('invalid-request', 'unauthenticated', 'forbidden'),
  },
})

export function auditRoutes(audit: AuditTrail) {
  return createRouter()
    .openapi(listAudit, async (c) => c.json(await audit.list(c.req.valid('query')), 200))
    .openapi(exportAudit, async (c) => {
      const { format, ...filter } = c.req.valid('query')
      const body = await audit.export(c.var.account, format, filter)
      return c.body(body, 200, {
        'content-type': AUDIT_WRITERS[format].contentType,
        'content-disposition': `attachment; filename="audit.${format}"`,
      })
    })
}
