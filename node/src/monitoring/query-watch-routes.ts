import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { QueryWatchReport } from '@crosspanel/protocol/query-watch'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { QueryWatch } from './query-watch.ts'

const listQueries = createRoute({
  method: 'get',
  path: '/queries',
  operationId: 'listQueries',
  summary: 'The costliest database statements of this process, what is wrong with them, and advice',
  middleware: requireRole('site-admin'),
  responses: {
    200: jsonAnswer('The report of the query watch', QueryWatchReport),
    ...problems('unauthenticated', 'forbidden'),
  },
})

export function queryWatchRoutes(watch: Pick<QueryWatch, 'report'>) {
  return createRouter().openapi(listQueries, (c) => c.json(watch.report(), 200))
}
