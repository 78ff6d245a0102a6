import { createRoute } from '@hono/zod-openapi'
import {
  DecideDeviceLogin,
  DeviceLoginPoll,
  DeviceLoginRequest,
  DeviceLoginStarted,
  PollDeviceLogin,
  StartDeviceLogin,
} from '@crosspanel/protocol/device-login'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { requireSession } from '../http/authentication.ts'
import { originOf } from '../http/client-address.ts'
import { createRouter } from '../http/router.ts'
import type { UserService } from './users.ts'

const INVALID = ['invalid-request', 'malformed-json', 'rate-limited'] as const
const REFUSED = [
  ...INVALID,
  'unauthenticated',
  'forbidden',
  'csrf-refused',
  'device-login-not-found',
] as const

const startDeviceLogin = createRoute({
  method: 'post',
  path: '/device-logins',
  operationId: 'startDeviceLogin',
  summary: 'Begin the login of a machine without a browser (RFC 8628)',
  security: [],
  request: { body: jsonBody(StartDeviceLogin) },
  responses: {
    200: jsonAnswer('The two codes; they are good for ten minutes', DeviceLoginStarted),
    ...problems(...INVALID),
  },
})

const pollDeviceLogin = createRoute({
  method: 'post',
  path: '/device-logins/token',
  operationId: 'pollDeviceLogin',
  summary: 'Ask whether the login was approved; the answer that says so has the token, once',
  security: [],
  request: { body: jsonBody(PollDeviceLogin) },
  responses: {
    200: jsonAnswer('Nobody has decided yet, or the session', DeviceLoginPoll),
    ...problems(
      'invalid-request',
      'malformed-json',
      'slow-down',
      'device-login-denied',
      'device-code-expired',
    ),
  },
})

const lookUpDeviceLogin = createRoute({
  method: 'post',
  path: '/device-logins/look-up',
  operationId: 'lookUpDeviceLogin',
  summary: 'Which machine waits with this user code',
  middleware: requireSession,
  request: { body: jsonBody(DecideDeviceLogin) },
  responses: { 200: jsonAnswer('What waits', DeviceLoginRequest), ...problems(...REFUSED) },
})

const approveDeviceLogin = createRoute({
  method: 'post',
  path: '/device-logins/approve',
  operationId: 'approveDeviceLogin',
  summary: 'Log the machine with this user code in, as the account that asks',
  middleware: requireSession,
  request: { body: jsonBody(DecideDeviceLogin) },
  responses: {
    204: { description: 'The machine gets its token when it next asks' },
    ...problems(...REFUSED),
  },
})

const denyDeviceLogin = createRoute({
  method: 'post',
  path: '/device-logins/deny',
  operationId: 'denyDeviceLogin',
  summary: 'Refuse the login of the machine with this user code',
  middleware: requireSession,
  request: { body: jsonBody(DecideDeviceLogin) },
  responses: { 204: { description: 'Nobody is logged in by it' }, ...problems(...REFUSED) },
})

/** What the machine asks for, which nobody is logged in at. */
export function deviceRoutes(users: UserService) {
  return createRouter()
    .openapi(startDeviceLogin, async (c) =>
      c.json(await users.startDeviceLogin(c.req.valid('json'), originOf(c)), 200),
    )
    .openapi(pollDeviceLogin, async (c) =>
      c.json(await users.pollDeviceLogin(c.req.valid('json').deviceCode, originOf(c)), 200),
    )
}

/** What the person in front of a browser decides. */
export function deviceApprovalRoutes(users: UserService) {
  return createRouter()
    .openapi(lookUpDeviceLogin, async (c) => {
      const { userCode } = c.req.valid('json')
      return c.json(await users.lookUpDeviceLogin(c.var.account, userCode, originOf(c)), 200)
    })
    .openapi(approveDeviceLogin, async (c) => {
      await users.approveDeviceLogin(c.var.account, c.req.valid('json').userCode, originOf(c))
      return c.body(null, 204)
    })
    .openapi(denyDeviceLogin, async (c) => {
      await users.denyDeviceLogin(c.var.account, c.req.valid('json').userCode, originOf(c))
      return c.body(null, 204)
    })
}
