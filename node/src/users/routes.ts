import { createRoute } from '@hono/zod-openapi'
import {
  AccountDetail,
  AccountView,
  CreatedToken,
  CreateToken,
  LoggedIn,
  LogIn,
  PutPublicKey,
  RequestRecovery,
  ResetPassword,
  SetUpAccount,
  TokenList,
} from '@crosspanel/protocol/account'
import { z } from 'zod'
import { credentialOf, requireSession } from '../http/authentication.ts'
import { originOf } from '../http/client-address.ts'
import { IdempotencyHeaders } from '../http/idempotency-routes.ts'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { SessionCookie } from '../http/session-cookie.ts'
import type { UserService } from './users.ts'

const setUp = createRoute({
  method: 'post',
  path: '/set-up',
  operationId: 'setUpAccount',
  summary: 'Choose name and password by a one-time link',
  security: [],
  request: { body: jsonBody(SetUpAccount) },
  responses: {
    200: jsonAnswer('The account can log in now', AccountView),
    ...problems('invalid-request', 'malformed-json', 'set-up-link-expired', 'rate-limited'),
  },
})

const logIn = createRoute({
  method: 'post',
  path: '/login',
  operationId: 'logIn',
  summary: 'Open a session: a cookie for a browser, a token for a command line',
  security: [],
  request: { body: jsonBody(LogIn) },
  responses: {
    200: jsonAnswer('Logged in', LoggedIn),
    ...problems('invalid-request', 'malformed-json', 'credentials-wrong', 'rate-limited'),
  },
})

const logOut = createRoute({
  method: 'post',
  path: '/logout',
  operationId: 'logOut',
  summary: 'End this session',
  middleware: requireSession,
  responses: {
    204: { description: 'The session has ended' },
    ...problems('unauthenticated', 'forbidden', 'csrf-refused'),
  },
})

const getMe = createRoute({
  method: 'get',
  path: '/me',
  operationId: 'getMe',
  summary: 'The account that asks',
  responses: {
    200: jsonAnswer('The account, its quotas and what is used of them', AccountDetail),
    ...problems('unauthenticated'),
  },
})

const putPublicKey = createRoute({
  method: 'put',
  path: '/me/public-key',
  operationId: 'putPublicKey',
  summary: 'Give the Crypt4GH public key that results are encrypted for',
  request: { body: jsonBody(PutPublicKey) },
  responses: {
    200: jsonAnswer('The account with its key', AccountView),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'public-key-invalid',
    ),
  },
})

const deletePublicKey = createRoute({
  method: 'delete',
  path: '/me/public-key',
  operationId: 'deletePublicKey',
  summary: 'Remove the public key: later results are opened by this node on download',
  responses: {
    204: { description: 'There is no key any more' },
    ...problems('unauthenticated', 'forbidden', 'csrf-refused'),
  },
})

const createToken = createRoute({
  method: 'post',
  path: '/tokens',
  operationId: 'createToken',
  summary: 'Make an API token; it is shown this once',
  middleware: requireSession,
  request: { headers: IdempotencyHeaders, body: jsonBody(CreateToken) },
  responses: {
    201: jsonAnswer('The token', CreatedToken),
    ...problems(
      'invalid-request',
      'malformed-json',
      'idempotency-key-missing',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'idempotency-conflict',
      'idempotency-key-reused',
    ),
  },
})

const listTokens = createRoute({
  method: 'get',
  path: '/tokens',
  operationId: 'listTokens',
  summary: 'The API tokens of this account, without the tokens themselves',
  responses: { 200: jsonAnswer('The tokens', TokenList), ...problems('unauthenticated') },
})

const deleteToken = createRoute({
  method: 'delete',
  path: '/tokens/{id}',
  operationId: 'deleteToken',
  summary: 'Revoke an API token',
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    204: { description: 'The token opens nothing any more' },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'token-not-found',
    ),
  },
})

const requestRecovery = createRoute({
  method: 'post',
  path: '/password-recovery',
  operationId: 'requestRecovery',
  summary:
    'Ask for a link, by mail, to choose another password; the answer is one for every address',
  security: [],
  request: { body: jsonBody(RequestRecovery) },
  responses: {
    202: { description: 'If somebody here has the address, a link is on its way' },
    ...problems('invalid-request', 'malformed-json', 'rate-limited'),
  },
})

const resetPassword = createRoute({
  method: 'post',
  path: '/password-reset',
  operationId: 'resetPassword',
  summary: 'Choose another password by a recovery link; every session ends',
  security: [],
  request: { body: jsonBody(ResetPassword) },
  responses: {
    204: { description: 'The new password counts' },
    ...problems('invalid-request', 'malformed-json', 'recovery-link-expired', 'rate-limited'),
  },
})

/** What a person can do before being logged in. */
export function loginRoutes(users: UserService, cookie: SessionCookie) {
  return createRouter()
    .openapi(setUp, async (c) => c.json(await users.setUp(c.req.valid('json'), originOf(c)), 200))
    .openapi(logIn, async (c) => {
      const request = c.req.valid('json')
      const from = { ...originOf(c), deviceToken: cookie.readDevice(c) }
      const { token, deviceToken, ...loggedIn } = await users.logIn(request, from)
      if (request.kind === 'command-line') return c.json({ ...loggedIn, token, deviceToken }, 200)
      cookie.set(c, token, loggedIn.expiresAt)
      cookie.setDevice(c, deviceToken)
      return c.json(loggedIn, 200)
    })
    .openapi(requestRecovery, async (c) => {
      await users.requestRecovery(c.req.valid('json').email, originOf(c))
      return c.body(null, 202)
    })
    .openapi(resetPassword, async (c) => {
      await users.resetPassword(c.req.valid('json'), originOf(c))
      return c.body(null, 204)
    })
}

export function userRoutes(users: UserService, cookie: SessionCookie) {
  return createRouter()
    .openapi(logOut, async (c) => {
      await users.logOut(credentialOf(c, cookie) ?? '')
      cookie.clear(c)
      return c.body(null, 204)
    })
    .openapi(getMe, async (c) => c.json(await users.me(c.var.account), 200))
    .openapi(putPublicKey, async (c) => {
      const { publicKey } = c.req.valid('json')
      return c.json(await users.setPublicKey(c.var.account, publicKey), 200)
    })
    .openapi(deletePublicKey, async (c) => {
      await users.removePublicKey(c.var.account)
      return c.body(null, 204)
    })
    .openapi(createToken, async (c) =>
      c.json(await users.createToken(c.var.account, c.req.valid('json')), 201),
    )
    .openapi(listTokens, async (c) => c.json(await users.listTokens(c.var.account), 200))
    .openapi(deleteToken, async (c) => {
      await users.deleteToken(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
}
