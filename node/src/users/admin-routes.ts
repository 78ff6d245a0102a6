import { createRoute } from '@hono/zod-openapi'
import {
  AccountChanges,
  AccountDetail,
  AccountFilter,
  AccountList,
  InviteAccount,
  InvitedAccount,
  RecoveryLink,
  SessionList,
} from '@crosspanel/protocol/account'
import { z } from 'zod'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { requireRole, requireSession } from '../http/authentication.ts'
import { IdempotencyHeaders } from '../http/idempotency-routes.ts'
import { createRouter } from '../http/router.ts'
import type { UserService } from './users.ts'

const PAGE_MAX = 200
const params = z.object({ id: z.uuid() })
const forAdministrators = requireRole('site-admin')
/** An account's roles, quotas and life are changed by a person who has logged in, not by a token that may have leaked. */
const byAnAdministrator = [forAdministrators, requireSession]
const REFUSED = ['invalid-request', 'unauthenticated', 'forbidden', 'csrf-refused'] as const

const inviteAccount = createRoute({
  method: 'post',
  path: '/accounts',
  operationId: 'inviteAccount',
  summary: 'Make an account, and mail its owner the one-time link by which to set it up',
  middleware: forAdministrators,
  request: { headers: IdempotencyHeaders, body: jsonBody(InviteAccount) },
  responses: {
    201: jsonAnswer('The account and its link', InvitedAccount),
    ...problems(
      ...REFUSED,
      'malformed-json',
      'idempotency-key-missing',
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
  middleware: forAdministrators,
  request: {
    query: AccountFilter.extend({
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
  },
  responses: {
    200: jsonAnswer('A page of accounts', AccountList),
    ...problems('invalid-request', 'unauthenticated', 'forbidden'),
  },
})

const getAccount = createRoute({
  method: 'get',
  path: '/accounts/{id}',
  operationId: 'getAccount',
  summary: 'One account, with its quotas and what is used of them',
  middleware: forAdministrators,
  request: { params },
  responses: {
    200: jsonAnswer('The account', AccountDetail),
    ...problems('invalid-request', 'unauthenticated', 'forbidden', 'account-not-found'),
  },
})

const changeAccount = createRoute({
  method: 'patch',
  path: '/accounts/{id}',
  operationId: 'changeAccount',
  summary: 'Change role or quotas, disable or enable; another role and disabling end all sessions',
  middleware: byAnAdministrator,
  request: { params, body: jsonBody(AccountChanges) },
  responses: {
    200: jsonAnswer('The account as it is now', AccountDetail),
    ...problems(
      ...REFUSED,
      'malformed-json',
      'account-not-found',
      'account-state-conflict',
      'last-administrator',
    ),
  },
})

const deleteAccount = createRoute({
  method: 'delete',
  path: '/accounts/{id}',
  operationId: 'deleteAccount',
  summary: 'Close an account now, cancel its jobs, then destroy its files and all that names it',
  middleware: byAnAdministrator,
  request: { params },
  responses: {
    202: { description: 'The account is closed; the rest goes once its jobs have ended' },
    ...problems(...REFUSED, 'account-not-found', 'last-administrator'),
  },
})

const inviteAgain = createRoute({
  method: 'post',
  path: '/accounts/{id}/invitation',
  operationId: 'inviteAgain',
  summary: 'Mail another set-up link; the earlier one ends',
  middleware: forAdministrators,
  request: { params },
  responses: {
    200: jsonAnswer('The account and its link', InvitedAccount),
    ...problems(...REFUSED, 'account-not-found', 'account-state-conflict'),
  },
})

const revokeInvitation = createRoute({
  method: 'delete',
  path: '/accounts/{id}/invitation',
  operationId: 'revokeInvitation',
  summary: 'Take an invitation back, with the account that nobody has set up',
  middleware: forAdministrators,
  request: { params },
  responses: {
    204: { description: 'The link opens nothing any more' },
    ...problems(...REFUSED, 'account-not-found', 'account-state-conflict'),
  },
})

const makeRecoveryLink = createRoute({
  method: 'post',
  path: '/accounts/{id}/recovery-link',
  operationId: 'makeRecoveryLink',
  summary: 'Make a recovery link to hand over, where mail does not reach a person',
  middleware: byAnAdministrator,
  request: { params },
  responses: {
    200: jsonAnswer('The link, good for an hour', RecoveryLink),
    ...problems(...REFUSED, 'account-state-conflict'),
  },
})

const listAccountSessions = createRoute({
  method: 'get',
  path: '/accounts/{id}/sessions',
  operationId: 'listAccountSessions',
  summary: 'Where an account is logged in, the last used first',
  middleware: forAdministrators,
  request: { params },
  responses: {
    200: jsonAnswer('The sessions', SessionList),
    ...problems('invalid-request', 'unauthenticated', 'forbidden', 'account-not-found'),
  },
})

const endAccountSessions = createRoute({
  method: 'delete',
  path: '/accounts/{id}/sessions',
  operationId: 'endAccountSessions',
  summary: 'Log an account out everywhere; its API tokens stay',
  middleware: byAnAdministrator,
  request: { params },
  responses: {
    204: { description: 'Every session has ended' },
    ...problems(...REFUSED, 'account-not-found'),
  },
})

/** What administrators do with the accounts of their site. */
export function accountRoutes(users: UserService) {
  return createRouter()
    .openapi(inviteAccount, async (c) =>
      c.json(await users.invite(c.var.account, c.req.valid('json')), 201),
    )
    .openapi(listAccounts, async (c) => c.json(await users.listAccounts(c.req.valid('query')), 200))
    .openapi(getAccount, async (c) => c.json(await users.getAccount(c.req.valid('param').id), 200))
    .openapi(changeAccount, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await users.changeAccount(c.var.account, id, c.req.valid('json')), 200)
    })
    .openapi(deleteAccount, async (c) => {
      await users.deleteAccount(c.var.account, c.req.valid('param').id)
      return c.body(null, 202)
    })
    .openapi(listAccountSessions, async (c) => {
      const sessions = await users.listSessionsOf(c.var.account, c.req.valid('param').id)
      return c.json({ sessions }, 200)
    })
    .openapi(endAccountSessions, async (c) => {
      await users.endSessionsOf(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(inviteAgain, async (c) =>
      c.json(await users.inviteAgain(c.var.account, c.req.valid('param').id), 200),
    )
    .openapi(revokeInvitation, async (c) => {
      await users.revokeInvitation(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(makeRecoveryLink, async (c) =>
      c.json(await users.makeRecoveryLink(c.var.account, c.req.valid('param').id), 200),
    )
}
