import { createRoute } from '@hono/zod-openapi'
import { ChangeMaintenance, Maintenance } from '@crosspanel/protocol/maintenance'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { MaintenanceService } from './maintenance.ts'

const getMaintenance = createRoute({
  method: 'get',
  path: '/maintenance',
  operationId: 'getMaintenance',
  summary: 'Whether the site takes new work, and why not',
  responses: { 200: jsonAnswer('The state', Maintenance), ...problems('unauthenticated') },
})

const changeMaintenance = createRoute({
  method: 'put',
  path: '/maintenance',
  operationId: 'changeMaintenance',
  summary: 'Begin or end maintenance',
  description:
    'In maintenance the site answers what researchers would change with `maintenance`, 503. Reading, downloads, running jobs and other sites are not touched: for those, pause or drain the queue.',
  middleware: requireRole('site-admin'),
  request: { body: jsonBody(ChangeMaintenance) },
  responses: {
    200: jsonAnswer('The state from now on', Maintenance),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
    ),
  },
})

export function maintenanceRoutes(maintenance: MaintenanceService) {
  return createRouter()
    .openapi(getMaintenance, async (c) => c.json(await maintenance.read(), 200))
    .openapi(changeMaintenance, async (c) =>
      c.json(await maintenance.change(c.var.account, c.req.valid('json')), 200),
    )
}
