import {
  Announcement,
  AnnouncementList,
  ChangeAnnouncement,
  CreateAnnouncement,
} from '@crosspanel/protocol/announcement'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRoute, z } from '@hono/zod-openapi'
import { requireRole } from '../http/authentication.ts'
import { IdempotencyHeaders } from '../http/idempotency-routes.ts'
import { createRouter } from '../http/router.ts'
import type { Announcements } from './announcements.ts'

const Params = z.object({ id: z.uuid() })
const adminOnly = requireRole('site-admin')

const listAnnouncements = createRoute({
  method: 'get',
  path: '/announcements',
  operationId: 'listAnnouncements',
  summary: 'Announcements that are in force',
  responses: {
    200: jsonAnswer('The one that begins last first', AnnouncementList),
    ...problems('unauthenticated'),
  },
})

const listAllAnnouncements = createRoute({
  method: 'get',
  path: '/announcements/all',
  operationId: 'listAllAnnouncements',
  summary: 'The latest announcements, to come, in force and ended (administrators)',
  middleware: adminOnly,
  responses: {
    200: jsonAnswer('The one that begins last first', AnnouncementList),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const createAnnouncement = createRoute({
  method: 'post',
  path: '/announcements',
  operationId: 'createAnnouncement',
  summary: 'Tell everybody who has an account here (administrators)',
  middleware: adminOnly,
  request: { headers: IdempotencyHeaders, body: jsonBody(CreateAnnouncement) },
  responses: {
    201: jsonAnswer('The announcement', Announcement),
    ...problems(
      'invalid-request',
      'idempotency-key-missing',
      'unauthenticated',
      'forbidden',
      'idempotency-key-reused',
      'idempotency-conflict',
    ),
  },
})

const changeAnnouncement = createRoute({
  method: 'patch',
  path: '/announcements/{id}',
  operationId: 'changeAnnouncement',
  summary: 'Change an announcement that has not been ended (administrators)',
  middleware: adminOnly,
  request: { params: Params, body: jsonBody(ChangeAnnouncement) },
  responses: {
    200: jsonAnswer('The announcement', Announcement),
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'announcement-not-found',
      'announcement-ended',
    ),
  },
})

const endAnnouncement = createRoute({
  method: 'delete',
  path: '/announcements/{id}',
  operationId: 'endAnnouncement',
  summary: 'End an announcement now; it stays in the list of all (administrators)',
  middleware: adminOnly,
  request: { params: Params },
  responses: {
    200: jsonAnswer('The announcement', Announcement),
    ...problems('unauthenticated', 'forbidden', 'announcement-not-found', 'announcement-ended'),
  },
})

export function announcementRoutes(announcements: Announcements) {
  return createRouter()
    .openapi(listAnnouncements, async (c) =>
      c.json({ announcements: await announcements.listInForce() }, 200),
    )
    .openapi(listAllAnnouncements, async (c) => c.json(await announcements.listAll(), 200))
    .openapi(createAnnouncement, async (c) =>
      c.json(await announcements.create(c.var.account, c.req.valid('json')), 201),
    )
    .openapi(changeAnnouncement, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await announcements.change(c.var.account, id, c.req.valid('json')), 200)
    })
    .openapi(endAnnouncement, async (c) =>
      c.json(await announcements.end(c.var.account, c.req.valid('param').id), 200),
    )
}
