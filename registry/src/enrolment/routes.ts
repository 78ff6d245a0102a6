import {
  EnrolmentChallenge,
  EnrolmentRequest,
  EnrolmentView,
} from '@crosspanel/protocol/federation'
import { DomainError } from '@crosspanel/protocol/problem'
import {
  ApproveEnrolment,
  CreatedInvite,
  CreateInvite,
  EnrolmentChallengeRequest,
  EnrolmentFilter,
  EnrolmentList,
  INVITE_SCHEME,
  InviteList,
  InvitePage,
  RejectEnrolment,
} from '@crosspanel/protocol/registry-api'
import { createRoute, z } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { ApprovalService } from './approval-service.ts'
import type { InviteService } from './invite-service.ts'
import type { EnrolmentService } from './service.ts'

const byId = z.object({ id: z.uuid() })

const challenge = createRoute({
  method: 'post',
  path: '/challenge',
  operationId: 'challengeEnrolment',
  summary: 'Ask for what proves that the keys of a statement are held',
  security: [],
  request: { body: jsonBody(EnrolmentChallengeRequest) },
  responses: {
    200: jsonAnswer('A nonce to sign and a secret to open', EnrolmentChallenge),
    ...problems('invalid-request', 'malformed-json', 'invite-not-found', 'proof-invalid'),
  },
})

const submit = createRoute({
  method: 'post',
  path: '/',
  operationId: 'submitEnrolment',
  summary: 'Ask to join the federation',
  security: [],
  request: { body: jsonBody(EnrolmentRequest) },
  responses: {
    201: jsonAnswer('The enrolment waits for a federation admin', EnrolmentView),
    ...problems(
      'invalid-request',
      'malformed-json',
      'invite-mismatch',
      'invite-not-found',
      'invite-used',
      'site-exists',
      'invite-expired',
      'signature-invalid',
      'proof-invalid',
      'protocol-version-unsupported',
    ),
  },
})

const find = createRoute({
  method: 'get',
  path: '/{id}',
  operationId: 'getEnrolment',
  summary: 'How an enrolment stands, for the site that asked',
  security: [{ invite: [] }],
  request: { params: byId, headers: z.object({ authorization: z.string().optional() }) },
  responses: {
    200: jsonAnswer('The enrolment as it is now', EnrolmentView),
    ...problems('invalid-request', 'unauthenticated', 'enrolment-not-found'),
  },
})

/** For sites: the invite says who asks. */
export function enrolmentRoutes(enrolments: EnrolmentService) {
  return createRouter()
    .openapi(challenge, async (c) => c.json(await enrolments.challenge(c.req.valid('json')), 200))
    .openapi(submit, async (c) => c.json(await enrolments.submit(c.req.valid('json')), 201))
    .openapi(find, async (c) => {
      const token = inviteTokenOf(c.req.valid('header').authorization)
      return c.json(await enrolments.find(c.req.valid('param').id, token), 200)
    })
}

function inviteTokenOf(authorization: string | undefined): string {
  const [scheme, token] = (authorization ?? '').split(' ')
  if (scheme !== INVITE_SCHEME || token === undefined) throw new DomainError('unauthenticated')
  return token
}

const createInvite = createRoute({
  method: 'post',
  path: '/invites',
  operationId: 'createInvite',
  summary: 'Invite an institution',
  request: { body: jsonBody(CreateInvite) },
  responses: {
    201: jsonAnswer('The invite, shown this once', CreatedInvite),
    ...problems('invalid-request', 'malformed-json', 'unauthenticated'),
  },
})

const listInvites = createRoute({
  method: 'get',
  path: '/invites',
  operationId: 'listInvites',
  summary: 'Invites and what became of them, newest first',
  request: { query: InvitePage },
  responses: {
    200: jsonAnswer('Invites, newest first', InviteList),
    ...problems('invalid-request', 'unauthenticated'),
  },
})

const withdrawInvite = createRoute({
  method: 'delete',
  path: '/invites/{id}',
  operationId: 'withdrawInvite',
  summary: 'Make an invite let nobody in any more',
  request: { params: byId },
  responses: {
    204: { description: 'The invite lets nobody in any more' },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'csrf-refused',
      'invite-not-found',
      'invite-state-conflict',
    ),
  },
})

const list = createRoute({
  method: 'get',
  path: '/enrolments',
  operationId: 'listEnrolments',
  summary: 'Enrolments, newest first',
  request: { query: EnrolmentFilter },
  responses: {
    200: jsonAnswer('Enrolments, newest first', EnrolmentList),
    ...problems('invalid-request', 'unauthenticated'),
  },
})

const approve = createRoute({
  method: 'post',
  path: '/enrolments/{id}/approve',
  operationId: 'approveEnrolment',
  summary: 'Let a site join',
  request: { params: byId, body: jsonBody(ApproveEnrolment) },
  responses: {
    200: jsonAnswer('The enrolment as it is now', EnrolmentView),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'enrolment-not-found',
      'enrolment-state-conflict',
      'site-exists',
      'fingerprint-mismatch',
    ),
  },
})

const reject = createRoute({
  method: 'post',
  path: '/enrolments/{id}/reject',
  operationId: 'rejectEnrolment',
  summary: 'Refuse a site',
  request: { params: byId, body: jsonBody(RejectEnrolment) },
  responses: {
    200: jsonAnswer('The enrolment as it is now', EnrolmentView),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'enrolment-not-found',
      'enrolment-state-conflict',
    ),
  },
})

/** For federation admins. */
export function approvalRoutes(
  enrolments: EnrolmentService,
  approvals: ApprovalService,
  invites: InviteService,
) {
  return createRouter()
    .openapi(listInvites, async (c) => c.json(await invites.list(c.req.valid('query')), 200))
    .openapi(withdrawInvite, async (c) => {
      await invites.withdraw(c.var.admin, c.req.valid('param').id)
      return c.body(null, 204)
    })
    .openapi(createInvite, async (c) =>
      c.json(await enrolments.createInvite(c.var.admin, c.req.valid('json')), 201),
    )
    .openapi(list, async (c) => c.json(await enrolments.list(c.req.valid('query')), 200))
    .openapi(approve, async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await approvals.approve(c.var.admin, id, c.req.valid('json')), 200)
    })
    .openapi(reject, async (c) => {
      const { id } = c.req.valid('param')
      const { reason } = c.req.valid('json')
      return c.json(await approvals.reject(c.var.admin, id, reason), 200)
    })
}
