import { GeneralJws } from '@crosspanel/protocol/federation'
import { Sha256, SiteId } from '@crosspanel/protocol/ids'
import {
  ChangeMember,
  MemberView,
  ReinstateMember,
  StoredDescriptor,
} from '@crosspanel/protocol/registry-api'
import { SiteOverviewList } from '@crosspanel/protocol/site-overview'
import { createRoute, z } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { MemberService } from './service.ts'

const ofSite = z.object({ siteId: SiteId })
const byDigest = z.object({ sha256: Sha256 })
/** A document under its digest never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'

const listMembers = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listMembers',
  summary: 'Every member there ever was',
  responses: {
    200: jsonAnswer(
      'Every member there ever was, as its documents and last report say',
      SiteOverviewList,
    ),
    ...problems('unauthenticated'),
  },
})

const changed = {
  200: jsonAnswer('The member as it is now', MemberView),
  ...problems(
    'invalid-request',
    'malformed-json',
    'unauthenticated',
    'site-not-found',
    'member-state-conflict',
  ),
}

const suspend = createRoute({
  method: 'post',
  path: '/{siteId}/suspend',
  operationId: 'suspendMember',
  summary: 'Suspend a member',
  request: { params: ofSite, body: jsonBody(ChangeMember) },
  responses: changed,
})

const reinstate = createRoute({
  method: 'post',
  path: '/{siteId}/reinstate',
  operationId: 'reinstateMember',
  summary: 'Reinstate a suspended member',
  request: { params: ofSite, body: jsonBody(ReinstateMember) },
  responses: changed,
})

const revoke = createRoute({
  method: 'post',
  path: '/{siteId}/revoke',
  operationId: 'revokeMember',
  summary: 'Revoke a member for good',
  request: { params: ofSite, body: jsonBody(ChangeMember) },
  responses: changed,
})

/** For federation admins. */
export function memberRoutes(
  members: MemberService,
  listOverviews: () => Promise<SiteOverviewList>,
) {
  return createRouter()
    .openapi(listMembers, async (c) => c.json(await listOverviews(), 200))
    .openapi(suspend, async (c) => {
      const { reason } = c.req.valid('json')
      return c.json(await members.suspend(c.var.admin, c.req.valid('param').siteId, reason), 200)
    })
    .openapi(reinstate, async (c) => {
      const { reason } = c.req.valid('json')
      return c.json(await members.reinstate(c.var.admin, c.req.valid('param').siteId, reason), 200)
    })
    .openapi(revoke, async (c) => {
      const { reason } = c.req.valid('json')
      return c.json(await members.revoke(c.var.admin, c.req.valid('param').siteId, reason), 200)
    })
}

const getStatement = createRoute({
  method: 'get',
  path: '/statements/{sha256}',
  operationId: 'getStatement',
  summary: "A site's signed statement",
  security: [],
  request: { params: byDigest },
  responses: {
    200: jsonAnswer('A node statement, as its site signed it', GeneralJws),
    ...problems('invalid-request', 'document-not-found'),
  },
})

const getDescriptor = createRoute({
  method: 'get',
  path: '/descriptors/{sha256}',
  operationId: 'getDescriptor',
  summary: "A site's signed descriptor",
  security: [],
  request: { params: byDigest },
  responses: {
    200: jsonAnswer('A site descriptor, as its site signed it', GeneralJws),
    ...problems('invalid-request', 'document-not-found'),
  },
})

const putDescriptor = createRoute({
  method: 'put',
  path: '/descriptors/{siteId}',
  operationId: 'putDescriptor',
  summary: 'Publish what a site offers',
  security: [],
  request: { params: ofSite, body: jsonBody(GeneralJws) },
  responses: {
    200: jsonAnswer('The descriptor is published', StoredDescriptor),
    ...problems(
      'invalid-request',
      'malformed-json',
      'site-not-found',
      'peer-site-suspended',
      'statement-stale',
      'body-too-large',
      'rate-limited',
      'signature-invalid',
    ),
  },
})

/** For sites: what they sign speaks for itself, so nobody logs in here. */
export function documentRoutes(members: MemberService) {
  return createRouter()
    .openapi(getStatement, async (c) => {
      const jws = await members.requireStatement(c.req.valid('param').sha256)
      return c.json(jws, 200, { 'cache-control': FOR_EVER })
    })
    .openapi(getDescriptor, async (c) => {
      const jws = await members.requireDescriptor(c.req.valid('param').sha256)
      return c.json(jws, 200, { 'cache-control': FOR_EVER })
    })
    .openapi(putDescriptor, async (c) => {
      const { siteId } = c.req.valid('param')
      return c.json(await members.putDescriptor(siteId, c.req.valid('json')), 200)
    })
}
