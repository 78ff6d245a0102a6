import { problems } from '@crosspanel/protocol/problem-responses'
import { FederationStatus } from '@crosspanel/protocol/site-overview'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRoute } from '@hono/zod-openapi'
import { createRouter } from '../http/router.ts'
import type { StatusService } from './service.ts'

const getStatus = createRoute({
  method: 'get',
  path: '/status',
  operationId: 'getStatus',
  summary: 'How the federation is, for anybody',
  security: [],
  responses: {
    200: jsonAnswer(
      'The sites as they were heard of last, and what is announced',
      FederationStatus,
    ),
    ...problems('not-ready'),
  },
})

export function statusRoutes(status: StatusService) {
  return createRouter().openapi(getStatus, async (c) => c.json(await status.read(), 200))
}
