import { createRoute } from '@hono/zod-openapi'
import {
  AccountList,
  AccountView,
  CreatedToken,
  CreateToken,
  InviteAccount,
  InvitedAccount,
  LoggedIn,
  LogIn,
  PutPublicKey,
  SetUpAccount,
  TokenList,
} from '@crosspanel/protocol/account'
import { z } from 'zod'
import { credentialOf, requireRole, requireSession } from '../http/authentication.ts'
import { clientAddress } from '../http/client-address.ts'
import { IdempotencyHeaders } from '../http/idempotency-routes.ts'
import { problems } from '@crosspanel/protocol/problem-responses'
import { createRouter, jsonAnswer, jsonBody } from '../http/router.ts'
import type { SessionCookie } from '../http/session-cookie.ts'
import type { UserService } from './service.ts'

const PAGE_MAX = 200

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
  responses: { 200: jsonAnswer('The account', AccountView), ...problems('unauthenticated') },
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

const inviteAccount = createRoute({
  method: 'post',
  path: '/accounts',
  operationId: 'inviteAccount',
  summary: 'Make an account and the one-time link by which its owner sets it up',
  middleware: requireRole('site-admin'),
  request: { headers: IdempotencyHeaders, body: jsonBody(InviteAccount) },
  responses: {
    201: jsonAnswer('The account and its link', InvitedAccount),
    ...problems(
      'invalid-request',
      'malformed-json',
      'idempotency-key-missing',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'account-exists',
      'idempotency-conflict',
      'idempotency-key-reused',
    ),
  },
})

const listAccounts = createRoute({
  method: 'get',
  path: '/accounts',
  operationId: 'listAccounts',
  summary: 'The accounts of this site, oldest first',
  middleware: requireRole('site-admin'),
  request: {
    query: z.object({
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
  },
  responses: {
    200: jsonAnswer('A page of accounts', AccountList),
    ...problems('invalid-request', 'unauthenticated', 'forbidden'),
  },
})

/** What a person can do before being logged in. */
export function loginRoutes(users: UserService, cookie: SessionCookie) {
  return createRouter()
    .openapi(setUp, async (c) => c.json(await users.setUp(c.req.valid('json')), 200))
    .openapi(logIn, async (c) => {
      const request = c.req.valid('json')
      const { token, ...loggedIn } = await users.logIn(request, clientAddress(c))
      if (request.kind === 'command-line') return c.json({ ...loggedIn, token }, 200)
      cookie.set(c, token, loggedIn.expiresAt)
      return c.json(loggedIn, 200)
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
    .openapi(inviteAccount, async (c) =>
      c.json(await users.invite(c.var.account, c.req.valid('json')), 201),
    )
    .openapi(listAccounts, async (c) => c.json(await users.listAccounts(c.req.valid('query')), 200))
}
