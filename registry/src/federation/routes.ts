import { GeneralJws } from '@crosspanel/protocol/federation'
import { FederationRoot } from '@crosspanel/protocol/registry-api'
import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { FederationService } from './service.ts'

const getFederation = createRoute({
  method: 'get',
  path: '/',
  operationId: 'getFederation',
  summary: 'The signed list of members',
  security: [],
  responses: {
    200: jsonAnswer('The federation document, signed by the root keys', GeneralJws),
    ...problems('not-ready'),
  },
})

const getRoot = createRoute({
  method: 'get',
  path: '/root',
  operationId: 'getFederationRoot',
  summary: 'The root keys of the federation',
  security: [],
  responses: {
    200: jsonAnswer(
      'The root keys, to be compared with the fingerprint in an invite',
      FederationRoot,
    ),
    ...problems('not-ready'),
  },
})

export function federationRoutes(federation: FederationService) {
  return createRouter()
    .openapi(getFederation, async (c) => {
      const { document, etag } = await federation.current()
      return c.json(document, 200, { etag, 'cache-control': 'no-cache' })
    })
    .openapi(getRoot, async (c) => c.json(await federation.root(), 200))
}
