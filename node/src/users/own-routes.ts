import { createRoute } from '@hono/zod-openapi'
import {
  AccountView,
  ChangePassword,
  DeleteOwnAccount,
  RenameToken,
  SessionList,
  TokenView,
  UpdateProfile,
} from '@crosspanel/protocol/account'
import { z } from 'zod'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { requireSession } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { UserService } from './users.ts'

const params = z.object({ id: z.uuid() })
const REFUSED = ['invalid-request', 'unauthenticated', 'forbidden', 'csrf-refused'] as const

const updateProfile = createRoute({
  method: 'patch',
  path: '/me',
  operationId: 'updateProfile',
  summary: "Change one's name or affiliation",
  request: { body: jsonBody(UpdateProfile) },
  responses: {
    200: jsonAnswer('The account as it is now', AccountView),
    ...problems(...REFUSED, 'malformed-json', 'account-not-found'),
  },
})

const changePassword = createRoute({
  method: 'put',
  path: '/me/password',
  operationId: 'changePassword',
  summary: "Change one's password; every other session ends",
  middleware: requireSession,
  request: { body: jsonBody(ChangePassword) },
  responses: {
    204: { description: 'The new password counts' },
    ...problems(...REFUSED, 'malformed-json', 'password-wrong', 'rate-limited'),
  },
})

const exportAccount = createRoute({
  method: 'get',
  path: '/me/export',
  operationId: 'exportAccount',
  summary: 'All that this site has of the account, as one JSON document',
  middleware: requireSession,
  responses: {
    200: {
      description: 'Account, sessions, API tokens, jobs, files and activity',
      content: { 'application/json': { schema: z.unknown() } },
    },
    ...problems('unauthenticated', 'forbidden'),
  },
})

const deleteOwnAccount = createRoute({
  method: 'post',
  path: '/me/deletion',
  operationId: 'deleteOwnAccount',
  summary: "Close one's account now, cancel its jobs, then destroy its files and all that names it",
  middleware: requireSession,
  request: { body: jsonBody(DeleteOwnAccount) },
  responses: {
    202: { description: 'The account is closed; the rest goes once its jobs have ended' },
    ...problems(
      ...REFUSED,
      'malformed-json',
      'password-wrong',
      'last-administrator',
      'rate-limited',
    ),
  },
})

const listSessions = createRoute({
  method: 'get',
  path: '/sessions',
  operationId: 'listSessions',
  summary: 'Where the account is logged in, the last used first',
  responses: { 200: jsonAnswer('The sessions', SessionList), ...problems('unauthenticated') },
})

const revokeSession = createRoute({
  method: 'delete',
  path: '/sessions/{id}',
  operationId: 'revokeSession',
  summary: 'End a session',
  middleware: requireSession,
  request: { params },
  responses: {
    204: { description: 'The session has ended' },
    ...problems(...REFUSED, 'session-not-found'),
  },
})

const revokeOtherSessions = createRoute({
  method: 'delete',
  path: '/sessions',
  operationId: 'revokeOtherSessions',
  summary: 'End every session but this one',
  middleware: requireSession,
  responses: {
    204: { description: 'The others have ended' },
    ...problems('unauthenticated', 'forbidden', 'csrf-refused'),
  },
})

const renameToken = createRoute({
  method: 'patch',
  path: '/tokens/{id}',
  operationId: 'renameToken',
  summary: 'Give an API token another name',
  middleware: requireSession,
  request: { params, body: jsonBody(RenameToken) },
  responses: {
    200: jsonAnswer('The token', TokenView),
    ...problems(...REFUSED, 'malformed-json', 'token-not-found'),
  },
})

/** What a person does with their own account, beyond logging in. */
export function ownAccountRoutes(users: UserService) {
  return createRouter()
    .openapi(updateProfile, async (c) =>
      c.json(await users.updateProfile(c.var.account, c.req.valid('json')), 200),
    )
    .openapi(changePassword, async (c) => {
      await users.changePassword(c.var.account, c.req.valid('json'))
      return c.body(null, 204)
    })
    .openapi(exportAccount, (c) => {
      c.header('content-type', 'application/json')
      c.header('content-disposition', 'attachment; filename="crosspanel-account.json"')
      // A stream is no JSON value to the compiler, though it writes one.
      return c.body(users.exportAccount(c.var.account), 200) as never
    })
    .openapi(deleteOwnAccount, async (c) => {
      await users.deleteOwnAccount(c.var.account, c.req.valid('json').password)
      return c.body(null, 202)
    })
    .openapi(listSessions, async (c) => c.json(await users.listSessions(c.var.account), 200))
    .openapi(revokeSession, async (c) => {
      await users.revokeSession(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(revokeOtherSessions, async (c) => {
      await users.revokeOtherSessions(c.var.account)
      return c.body(null, 204)
    })
    .openapi(renameToken, async (c) => {
      const { name } = c.req.valid('json')
      return c.json(await users.renameToken(c.var.account, c.req.valid('param').id, name), 200)
    })
}
