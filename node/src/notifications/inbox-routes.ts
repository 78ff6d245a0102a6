import { createRoute } from '@hono/zod-openapi'
import {
  ChangePreference,
  NotificationKind,
  NotificationList,
  NotificationPreference,
  NotificationPreferences,
  UnreadCount,
} from '@crosspanel/protocol/notification'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { createRouter } from '../http/router.ts'
import type { InboxService } from './inbox.ts'

const PAGE_MAX = 200
const ById = z.object({ id: z.uuid() })
const CHANGING = ['unauthenticated', 'forbidden', 'csrf-refused'] as const

const listNotifications = createRoute({
  method: 'get',
  path: '/notifications',
  operationId: 'listNotifications',
  summary: 'The inbox of this account, newest first',
  request: {
    query: z.object({
      unread: z.stringbool().default(false),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
  },
  responses: {
    200: jsonAnswer('A page of notifications', NotificationList),
    ...problems('invalid-request', 'unauthenticated'),
  },
})

const countUnread = createRoute({
  method: 'get',
  path: '/notifications/unread',
  operationId: 'countUnreadNotifications',
  summary: 'How many notifications are unread',
  responses: { 200: jsonAnswer('The count', UnreadCount), ...problems('unauthenticated') },
})

const markRead = createRoute({
  method: 'put',
  path: '/notifications/{id}/read',
  operationId: 'markNotificationRead',
  summary: 'Mark one notification as read',
  request: { params: ById },
  responses: {
    204: { description: 'It is read' },
    ...problems('invalid-request', ...CHANGING, 'notification-not-found'),
  },
})

const markAllRead = createRoute({
  method: 'put',
  path: '/notifications/read',
  operationId: 'markAllNotificationsRead',
  summary: 'Mark every notification as read',
  responses: { 204: { description: 'All are read' }, ...problems(...CHANGING) },
})

const deleteNotification = createRoute({
  method: 'delete',
  path: '/notifications/{id}',
  operationId: 'deleteNotification',
  summary: 'Remove a notification from the inbox',
  request: { params: ById },
  responses: {
    204: { description: 'It is gone' },
    ...problems('invalid-request', ...CHANGING, 'notification-not-found'),
  },
})

const getPreferences = createRoute({
  method: 'get',
  path: '/notification-preferences',
  operationId: 'getNotificationPreferences',
  summary: 'By which ways this account is told of what',
  responses: {
    200: jsonAnswer('One entry for each kind', NotificationPreferences),
    ...problems('unauthenticated'),
  },
})

const putPreference = createRoute({
  method: 'put',
  path: '/notification-preferences/{kind}',
  operationId: 'putNotificationPreference',
  summary: 'Change by which ways this account is told of one kind',
  request: { params: z.object({ kind: NotificationKind }), body: jsonBody(ChangePreference) },
  responses: {
    200: jsonAnswer('The ways as they are now', NotificationPreference),
    ...problems('invalid-request', 'malformed-json', ...CHANGING),
  },
})

export function inboxRoutes(inbox: InboxService) {
  return createRouter()
    .openapi(listNotifications, async (c) =>
      c.json(await inbox.list(c.var.account, c.req.valid('query')), 200),
    )
    .openapi(countUnread, async (c) => c.json(await inbox.unread(c.var.account), 200))
    .openapi(markAllRead, async (c) => {
      await inbox.markAllRead(c.var.account)
      return c.body(null, 204)
    })
    .openapi(markRead, async (c) => {
      await inbox.markRead(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(deleteNotification, async (c) => {
      await inbox.remove(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(getPreferences, async (c) =>
      c.json({ preferences: await inbox.preferences(c.var.account) }, 200),
    )
    .openapi(putPreference, async (c) => {
      const { kind } = c.req.valid('param')
      return c.json(await inbox.changePreference(c.var.account, kind, c.req.valid('json')), 200)
    })
}
