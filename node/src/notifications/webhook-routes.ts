import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import {
  ChangeWebhook,
  CreateWebhook,
  DeliveryList,
  DeliveryView,
  Replayed,
  ReplaySince,
  WebhookList,
  WebhookView,
  WebhookWithSecret,
} from '@crosspanel/protocol/webhook'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { requireSession } from '../http/authentication.ts'
import { IdempotencyHeaders } from '../http/idempotency-routes.ts'
import { createRouter } from '../http/router.ts'
import type { WebhookService } from './webhooks.ts'

const PAGE_MAX = 200
const ById = z.object({ id: z.uuid() })
const READING = ['invalid-request', 'unauthenticated', 'webhook-not-found'] as const
const CHANGING = [...READING, 'forbidden', 'csrf-refused'] as const
const WITH_BODY = ['malformed-json', ...CHANGING] as const

const createWebhook = createRoute({
  method: 'post',
  path: '/webhooks',
  operationId: 'createWebhook',
  summary: 'Have an address called when something happens; its secret is shown this once',
  middleware: requireSession,
  request: { headers: IdempotencyHeaders, body: jsonBody(CreateWebhook) },
  responses: {
    201: jsonAnswer('The webhook and its secret', WebhookWithSecret),
    ...problems(
      'invalid-request',
      'malformed-json',
      'idempotency-key-missing',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'webhook-limit-reached',
      'webhook-url-refused',
      'idempotency-conflict',
      'idempotency-key-reused',
    ),
  },
})

const listWebhooks = createRoute({
  method: 'get',
  path: '/webhooks',
  operationId: 'listWebhooks',
  summary: 'The webhooks of this account; for administrators those of the site, too',
  responses: { 200: jsonAnswer('The webhooks', WebhookList), ...problems('unauthenticated') },
})

const getWebhook = createRoute({
  method: 'get',
  path: '/webhooks/{id}',
  operationId: 'getWebhook',
  summary: 'One webhook, without its secret',
  request: { params: ById },
  responses: { 200: jsonAnswer('The webhook', WebhookView), ...problems(...READING) },
})

const putWebhook = createRoute({
  method: 'put',
  path: '/webhooks/{id}',
  operationId: 'changeWebhook',
  summary: 'Change a webhook, or switch it on or off',
  middleware: requireSession,
  request: { params: ById, body: jsonBody(ChangeWebhook) },
  responses: {
    200: jsonAnswer('The webhook', WebhookView),
    ...problems(...WITH_BODY, 'webhook-url-refused'),
  },
})

const deleteWebhook = createRoute({
  method: 'delete',
  path: '/webhooks/{id}',
  operationId: 'deleteWebhook',
  summary: 'Remove a webhook with its log',
  request: { params: ById },
  responses: { 204: { description: 'It is gone' }, ...problems(...CHANGING) },
})

const rotateSecret = createRoute({
  method: 'post',
  path: '/webhooks/{id}/secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Make a new secret; for a day both sign',
  middleware: requireSession,
  request: { params: ById },
  responses: {
    200: jsonAnswer('The webhook and its new secret', WebhookWithSecret),
    ...problems(...CHANGING),
  },
})

const testWebhook = createRoute({
  method: 'post',
  path: '/webhooks/{id}/test',
  operationId: 'testWebhook',
  summary: 'Send a test; its outcome is in the log',
  request: { params: ById },
  responses: {
    202: jsonAnswer('The delivery as it waits', DeliveryView),
    ...problems(...CHANGING, 'webhook-disabled'),
  },
})

const listDeliveries = createRoute({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  operationId: 'listWebhookDeliveries',
  summary: 'What was sent to a webhook, newest first',
  request: {
    params: ById,
    query: z.object({
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
  },
  responses: { 200: jsonAnswer('A page of the log', DeliveryList), ...problems(...READING) },
})

const replayDelivery = createRoute({
  method: 'post',
  path: '/webhooks/{id}/deliveries/{delivery}/replay',
  operationId: 'replayWebhookDelivery',
  summary: 'Send one delivery again, under the same id',
  request: { params: ById.extend({ delivery: z.uuid() }) },
  responses: {
    204: { description: 'It waits to be sent' },
    ...problems(...CHANGING, 'delivery-not-found'),
  },
})

const replaySince = createRoute({
  method: 'post',
  path: '/webhooks/{id}/replay',
  operationId: 'replayWebhookSince',
  summary: 'Send every delivery since a time again, each under the id that it had',
  request: { params: ById, body: jsonBody(ReplaySince) },
  responses: { 200: jsonAnswer('How many wait now', Replayed), ...problems(...WITH_BODY) },
})

export function webhookRoutes(webhooks: WebhookService) {
  return createRouter()
    .openapi(createWebhook, async (c) =>
      c.json(await webhooks.create(c.var.account, c.req.valid('json')), 201),
    )
    .openapi(listWebhooks, async (c) =>
      c.json({ webhooks: await webhooks.list(c.var.account) }, 200),
    )
    .openapi(getWebhook, async (c) =>
      c.json(await webhooks.get(c.var.account, c.req.valid('param').id), 200),
    )
    .openapi(putWebhook, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await webhooks.change(c.var.account, id, c.req.valid('json')), 200)
    })
    .openapi(deleteWebhook, async (c) => {
      await webhooks.remove(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(rotateSecret, async (c) =>
      c.json(await webhooks.rotateSecret(c.var.account, c.req.valid('param').id), 200),
    )
    .openapi(testWebhook, async (c) =>
      c.json(await webhooks.test(c.var.account, c.req.valid('param').id), 202),
    )
    .openapi(listDeliveries, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await webhooks.listDeliveries(c.var.account, id, c.req.valid('query')), 200)
    })
    .openapi(replayDelivery, async (c) => {
      const { id, delivery } = c.req.valid('param')
      await webhooks.replay(c.var.account, id, delivery)
      return c.body(null, 204)
    })
    .openapi(replaySince, async (c) => {
      const since = new Date(c.req.valid('json').since)
      const { id } = c.req.valid('param')
      return c.json(await webhooks.replaySince(c.var.account, id, since), 200)
    })
}
