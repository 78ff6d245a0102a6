import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { ChangeQueue, ChangeQueuedRun, QueueControl, QueueView } from '@crosspanel/protocol/queue'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { QueueService } from './queue-service.ts'

const RunPath = z.object({ id: z.uuid() })
const middleware = requireRole('site-admin')

const getQueue = createRoute({
  method: 'get',
  path: '/',
  operationId: 'getQueue',
  summary: 'Runs that wait here for a core, and what each waits for',
  middleware,
  responses: {
    200: jsonAnswer('The queue', QueueView),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const changeQueue = createRoute({
  method: 'put',
  path: '/mode',
  operationId: 'changeQueue',
  summary: 'Pause, drain or resume the queue',
  description:
    'Runs whose engines are at work are never stopped by it. A paused queue takes offers and starts nothing; a draining one finishes what it has and refuses offers.',
  middleware,
  request: { body: jsonBody(ChangeQueue) },
  responses: {
    200: jsonAnswer('The queue from now on', QueueControl),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
    ),
  },
})

const changeQueuedRun = createRoute({
  method: 'patch',
  path: '/runs/{id}',
  operationId: 'changeQueuedRun',
  summary: 'Hold or release a queued run, or change its priority',
  middleware,
  request: { params: RunPath, body: jsonBody(ChangeQueuedRun) },
  responses: {
    204: { description: 'It is changed' },
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'run-not-queued',
    ),
  },
})

const retryQueuedRun = createRoute({
  method: 'post',
  path: '/runs/{id}/retry',
  operationId: 'retryQueuedRun',
  summary: 'Try a run again that waits after a failed attempt',
  description:
    'Chunks that are finished, and all of the imputation when only the packaging failed, are not done again. Takes no Idempotency-Key: sent twice it has its effect once.',
  middleware,
  request: { params: RunPath },
  responses: {
    204: { description: 'It may start now' },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'run-not-queued',
    ),
  },
})

export function queueRoutes(queue: QueueService) {
  return createRouter()
    .openapi(getQueue, async (c) => c.json(await queue.view(), 200))
    .openapi(changeQueue, async (c) =>
      c.json(await queue.setMode(c.var.account, c.req.valid('json')), 200),
    )
    .openapi(changeQueuedRun, async (c) => {
      await queue.change(c.var.account, c.req.valid('param').id, c.req.valid('json'))
      return c.body(null, 204)
    })
    .openapi(retryQueuedRun, async (c) => {
      await queue.retryNow(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
}
