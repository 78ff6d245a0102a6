import {
  Announcement,
  AnnouncementList,
  ChangeAnnouncement,
  CreateAnnouncement,
} from '@crosspanel/protocol/announcement'
import { GeneralJws } from '@crosspanel/protocol/federation'
import type { ProblemCode } from '@crosspanel/protocol/problem'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRoute, z } from '@hono/zod-openapi'
import { createRouter } from '../http/router.ts'
import type { AnnouncementService } from './service.ts'

const byId = z.object({ id: z.uuid() })

const getAnnouncements = createRoute({
  method: 'get',
  path: '/',
  operationId: 'getAnnouncements',
  summary: 'The signed list of announcements in force and to come',
  security: [],
  responses: {
    200: jsonAnswer('Announcements, signed by the root keys of the federation', GeneralJws),
    ...problems('not-ready'),
  },
})

/** For sites and anybody else. */
export function signedAnnouncementRoutes(announcements: AnnouncementService) {
  return createRouter().openapi(getAnnouncements, async (c) => {
    const { document, etag } = await announcements.current()
    return c.json(document, 200, { etag, 'cache-control': 'no-cache' })
  })
}

const listAll = createRoute({
  method: 'get',
  path: '/all',
  operationId: 'listAllAnnouncements',
  summary: 'The latest announcements, to come, in force and ended',
  responses: {
    200: jsonAnswer('The one that begins last first', AnnouncementList),
    ...problems('unauthenticated'),
  },
})

const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createAnnouncement',
  summary: 'Tell everybody at every site',
  request: { body: jsonBody(CreateAnnouncement) },
  responses: {
    201: jsonAnswer('The announcement', Announcement),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'csrf-refused',
      'announcement-limit-reached',
    ),
  },
})

const changed = (...codes: readonly ProblemCode[]) => ({
  200: jsonAnswer('The announcement as it is now', Announcement),
  ...problems(
    'invalid-request',
    'unauthenticated',
    'csrf-refused',
    'announcement-not-found',
    'announcement-ended',
    ...codes,
  ),
})

const change = createRoute({
  method: 'patch',
  path: '/{id}',
  operationId: 'changeAnnouncement',
  summary: 'Change an announcement that has not been ended',
  request: { params: byId, body: jsonBody(ChangeAnnouncement) },
  responses: changed('announcement-limit-reached'),
})

const end = createRoute({
  method: 'delete',
  path: '/{id}',
  operationId: 'endAnnouncement',
  summary: 'End an announcement now; it stays in the list of all',
  request: { params: byId },
  responses: changed(),
})

/** For federation admins. */
export function announcementRoutes(announcements: AnnouncementService) {
  return createRouter()
    .openapi(listAll, async (c) => c.json(await announcements.listAll(), 200))
    .openapi(create, async (c) =>
      c.json(await announcements.create(c.var.admin, c.req.valid('json')), 201),
    )
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await announcements.change(c.var.admin, id, c.req.valid('json')), 200)
    })
    .openapi(end, async (c) =>
      c.json(await announcements.end(c.var.admin, c.req.valid('param').id), 200),
    )
}
