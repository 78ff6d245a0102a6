import { createRoute } from '@hono/zod-openapi'
import { NotificationKind } from '@crosspanel/protocol/notification'
import {
  MailList,
  MailState,
  MailStatus,
  TemplateList,
  TemplateTexts,
  TemplateView,
  TestMail,
  TestMailSent,
} from '@crosspanel/protocol/notification-admin'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { MailAdmin } from './mail-admin.ts'

const PAGE_MAX = 200
const ByKind = z.object({ kind: NotificationKind })
const READING = ['unauthenticated', 'forbidden'] as const
const CHANGING = [...READING, 'invalid-request', 'csrf-refused'] as const
const WITH_BODY = [...CHANGING, 'malformed-json'] as const
const middleware = requireRole('site-admin')

const getMailStatus = createRoute({
  method: 'get',
  path: '/admin/mail',
  operationId: 'getMailStatus',
  summary: 'Whether mail goes out, and what waits',
  middleware,
  responses: { 200: jsonAnswer('How mail stands', MailStatus), ...problems(...READING) },
})

const testMail = createRoute({
  method: 'post',
  path: '/admin/mail/test',
  operationId: 'sendTestMail',
  summary: 'Send a test mail at once and say what became of it',
  middleware,
  request: { body: jsonBody(TestMail) },
  responses: {
    200: jsonAnswer('The mail server took it', TestMailSent),
    ...problems(...WITH_BODY, 'mail-not-configured', 'mail-not-sent'),
  },
})

const listMails = createRoute({
  method: 'get',
  path: '/admin/mails',
  operationId: 'listMails',
  summary: 'Mails of the last 30 days, newest first',
  middleware,
  request: {
    query: z.object({
      state: MailState.optional(),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
  },
  responses: {
    200: jsonAnswer('A page of mails', MailList),
    ...problems('invalid-request', ...READING),
  },
})

const retryMail = createRoute({
  method: 'post',
  path: '/admin/mails/{id}/retry',
  operationId: 'retryMail',
  summary: 'Send a mail again that failed or is unconfirmed',
  middleware,
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    204: { description: 'It waits to be sent' },
    ...problems(...CHANGING, 'mail-not-found', 'mail-state-conflict'),
  },
})

const listTemplates = createRoute({
  method: 'get',
  path: '/admin/mail-templates',
  operationId: 'listMailTemplates',
  summary: 'The texts of mails, one for each kind',
  middleware,
  responses: { 200: jsonAnswer('The texts', TemplateList), ...problems(...READING) },
})

const getTemplate = createRoute({
  method: 'get',
  path: '/admin/mail-templates/{kind}',
  operationId: 'getMailTemplate',
  summary: 'The texts of one kind',
  middleware,
  request: { params: ByKind },
  responses: {
    200: jsonAnswer('The texts', TemplateView),
    ...problems('invalid-request', ...READING),
  },
})

const putTemplate = createRoute({
  method: 'put',
  path: '/admin/mail-templates/{kind}',
  operationId: 'putMailTemplate',
  summary: 'Change the texts of one kind',
  middleware,
  request: { params: ByKind, body: jsonBody(TemplateTexts) },
  responses: {
    200: jsonAnswer('The texts', TemplateView),
    ...problems(...WITH_BODY, 'template-refused'),
  },
})

const resetTemplate = createRoute({
  method: 'delete',
  path: '/admin/mail-templates/{kind}',
  operationId: 'resetMailTemplate',
  summary: 'Go back to the built-in texts of one kind',
  middleware,
  request: { params: ByKind },
  responses: { 200: jsonAnswer('The built-in texts', TemplateView), ...problems(...CHANGING) },
})

const previewTemplate = createRoute({
  method: 'post',
  path: '/admin/mail-templates/{kind}/preview',
  operationId: 'previewMailTemplate',
  summary: 'What texts would look like, with placeholders filled by their names',
  middleware,
  request: { params: ByKind, body: jsonBody(TemplateTexts) },
  responses: {
    200: jsonAnswer('The filled texts', TemplateTexts),
    ...problems(...WITH_BODY, 'template-refused'),
  },
})

export function mailRoutes(mail: MailAdmin) {
  return createRouter()
    .openapi(getMailStatus, async (c) => c.json(await mail.status(), 200))
    .openapi(testMail, async (c) =>
      c.json(await mail.test(c.var.account, c.req.valid('json').to), 200),
    )
    .openapi(listMails, async (c) => c.json(await mail.list(c.req.valid('query')), 200))
    .openapi(retryMail, async (c) => {
      await mail.retry(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(listTemplates, async (c) => c.json({ templates: await mail.templates() }, 200))
    .openapi(getTemplate, async (c) => c.json(await mail.template(c.req.valid('param').kind), 200))
    .openapi(putTemplate, async (c) => {
      const { kind } = c.req.valid('param')
      return c.json(await mail.putTemplate(c.var.account, kind, c.req.valid('json')), 200)
    })
    .openapi(resetTemplate, async (c) =>
      c.json(await mail.resetTemplate(c.var.account, c.req.valid('param').kind), 200),
    )
    .openapi(previewTemplate, (c) =>
      c.json(mail.preview(c.req.valid('param').kind, c.req.valid('json')), 200),
    )
}
