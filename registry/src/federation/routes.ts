import { GeneralJws } from '@crosspanel/protocol/federation'
import { FederationRoot } from '@crosspanel/protocol/registry-api'
import { createRoute, z } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { createRouter, jsonAnswer } from '../http/router.ts'
import { matchesEtag } from '../http/etag.ts'
import type { FederationService } from './service.ts'

const getFederation = createRoute({
  method: 'get',
  path: '/',
  operationId: 'getFederation',
  request: { headers: z.object({ 'if-none-match': z.string().optional() }) },
  responses: {
    200: jsonAnswer('The federation document, signed by the root keys', GeneralJws),
    304: { description: 'The document is the one that the caller has' },
    ...problems('not-ready'),
  },
})

const getRoot = createRoute({
  method: 'get',
  path: '/root',
  operationId: 'getFederationRoot',
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
      c.header('etag', etag)
      c.header('cache-control', 'no-cache')
      return matchesEtag(c.req.valid('header')['if-none-match'], etag)
        ? c.body(null, 304)
        : c.json(document, 200)
    })
    .openapi(getRoot, async (c) => c.json(await federation.root(), 200))
}
