import { createRoute } from '@hono/zod-openapi'
import {
  AlertPage,
  AlertRuleList,
  AlertView,
  SilenceAlert,
  SilenceList,
  SilenceView,
} from '@crosspanel/protocol/alert'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { AlertService } from './alerts.ts'

const Id = z.object({ id: z.uuid() })
const PageQuery = z.object({
  state: z.enum(['active', 'resolved', 'all']).default('active'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const refused = ['unauthenticated', 'forbidden', 'invalid-request'] as const

const listAlerts = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listAlerts',
  summary: 'Alerts, newest first (administrators)',
  middleware: requireRole('site-admin'),
  request: { query: PageQuery },
  responses: { 200: jsonAnswer('The alerts', AlertPage), ...problems(...refused) },
})

const listSilences = createRoute({
  method: 'get',
  path: '/silences',
  operationId: 'listSilences',
  summary: 'Silences that have not ended (administrators)',
  middleware: requireRole('site-admin'),
  responses: {
    200: jsonAnswer('The silences', SilenceList),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const listAlertRules = createRoute({
  method: 'get',
  path: '/rules',
  operationId: 'listAlertRules',
  summary: 'What alerts there are, what to do about each, and from when on (administrators)',
  middleware: requireRole('site-admin'),
  responses: {
    200: jsonAnswer('The rules', AlertRuleList),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const silenceAlert = createRoute({
  method: 'post',
  path: '/silences',
  operationId: 'silenceAlert',
  summary: 'Tell nobody of these alerts for a while; they are still raised and shown',
  middleware: requireRole('site-admin'),
  request: { body: jsonBody(SilenceAlert) },
  responses: { 201: jsonAnswer('The silence', SilenceView), ...problems(...refused) },
})

const unsilenceAlert = createRoute({
  method: 'delete',
  path: '/silences/{id}',
  operationId: 'unsilenceAlert',
  summary: 'End a silence early',
  middleware: requireRole('site-admin'),
  request: { params: Id },
  responses: {
    204: { description: 'The silence has ended' },
    ...problems(...refused, 'silence-not-found'),
  },
})

const acknowledgeAlert = createRoute({
  method: 'post',
  path: '/{id}/acknowledge',
  operationId: 'acknowledgeAlert',
  summary: 'Say that somebody sees to it',
  middleware: requireRole('site-admin'),
  request: { params: Id },
  responses: {
    200: jsonAnswer('The alert', AlertView),
    ...problems(...refused, 'alert-not-found', 'alert-state-conflict'),
  },
})

export function alertRoutes(alerts: AlertService) {
  return createRouter()
    .openapi(listAlerts, async (c) => c.json(await alerts.page(c.req.valid('query')), 200))
    .openapi(listSilences, async (c) => c.json({ silences: await alerts.listSilences() }, 200))
    .openapi(listAlertRules, (c) => c.json({ rules: alerts.listRules() }, 200))
    .openapi(silenceAlert, async (c) =>
      c.json(await alerts.silence(c.var.account, c.req.valid('json')), 201),
    )
    .openapi(unsilenceAlert, async (c) => {
      await alerts.unsilence(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(acknowledgeAlert, async (c) =>
      c.json(await alerts.acknowledge(c.var.account, c.req.valid('param').id), 200),
    )
}
