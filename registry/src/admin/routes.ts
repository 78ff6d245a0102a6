import { AdminSession, AdminView, LogInAdmin, SetUpAdmin } from '@crosspanel/protocol/registry-api'
import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import type { Context } from 'hono'
import type { AppEnv } from '../http/env.ts'
import { createRouter } from '../http/router.ts'
import type { SessionCookie } from '../http/session-cookie.ts'
import type { AdminService } from './service.ts'

const IN_COOKIE = { description: 'The admin is logged in; the browser has the session in a cookie' }

const setUp = createRoute({
  method: 'post',
  path: '/set-up',
  operationId: 'setUpAdmin',
  summary: 'Choose a password by a one-time link',
  security: [],
  request: { body: jsonBody(SetUpAdmin) },
  responses: {
    200: jsonAnswer('The password is set and the admin is logged in', AdminSession),
    204: IN_COOKIE,
    ...problems(
      'invalid-request',
      'malformed-json',
      'csrf-refused',
      'set-up-link-expired',
      'rate-limited',
    ),
  },
})

const logIn = createRoute({
  method: 'post',
  path: '/login',
  operationId: 'logInAdmin',
  summary:
    'Open a session of a federation admin: a cookie for a browser, a token for a command line',
  security: [],
  request: { body: jsonBody(LogInAdmin) },
  responses: {
    200: jsonAnswer('The admin is logged in', AdminSession),
    204: IN_COOKIE,
    ...problems(
      'invalid-request',
      'malformed-json',
      'csrf-refused',
      'credentials-wrong',
      'rate-limited',
    ),
  },
})

const logOut = createRoute({
  method: 'post',
  path: '/logout',
  operationId: 'logOutAdmin',
  summary: 'End this session',
  responses: {
    204: { description: 'The session has ended' },
    ...problems('unauthenticated', 'csrf-refused'),
  },
})

const getMe = createRoute({
  method: 'get',
  path: '/me',
  operationId: 'getAdmin',
  summary: 'The federation admin who asks',
  responses: {
    200: jsonAnswer('Who is logged in', AdminView),
    ...problems('unauthenticated'),
  },
})

/** What a person can do before being logged in. */
export function loginRoutes(admins: AdminService, cookie: SessionCookie) {
  function open(c: Context<AppEnv>, session: AdminSession, kind: LogInAdmin['kind']) {
    if (kind === 'command-line') return c.json(session, 200)
    cookie.set(c, session)
    return c.body(null, 204)
  }
  return createRouter()
    .openapi(setUp, async (c) => {
      const request = c.req.valid('json')
      return open(c, await admins.setUp(request, c.var.address), request.kind)
    })
    .openapi(logIn, async (c) => {
      const request = c.req.valid('json')
      return open(c, await admins.logIn(request, c.var.address), request.kind)
    })
}

export function adminRoutes(admins: AdminService, cookie: SessionCookie, federationId: string) {
  return createRouter()
    .openapi(logOut, async (c) => {
      await admins.logOut(c.var.admin)
      cookie.clear(c)
      return c.body(null, 204)
    })
    .openapi(getMe, (c) => {
      const { email, sessionExpiresAt } = c.var.admin
      return c.json({ email, federationId, expires: sessionExpiresAt.toISOString() }, 200)
    })
}
