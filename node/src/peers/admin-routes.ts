import { createRoute } from '@hono/zod-openapi'
import { SiteId } from '@crosspanel/protocol/ids'
import { PeerAdminList, PeerTest } from '@crosspanel/protocol/peer-admin'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { PeerAdmin } from './peer-admin.ts'

const Peer = z.object({ site: SiteId })
const middleware = requireRole('site-admin')
const refused = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'csrf-refused',
  'site-not-found',
] as const

const listPeers = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listPeers',
  summary: 'Every peer with its trust, keys, clock, latency, pause and what waits for it',
  middleware,
  responses: {
    200: jsonAnswer('The peers', PeerAdminList),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const testPeer = createRoute({
  method: 'post',
  path: '/{site}/test',
  operationId: 'testPeer',
  summary: 'Ask a peer for its health now; that it does not answer is an answer',
  middleware,
  request: { params: Peer },
  responses: { 200: jsonAnswer('What came of it', PeerTest), ...problems(...refused) },
})

const retryPeer = createRoute({
  method: 'post',
  path: '/{site}/retry',
  operationId: 'retryPeer',
  summary: 'End the pause before the next attempt and send what waits for a peer',
  middleware,
  request: { params: Peer },
  responses: { 204: { description: 'It is tried now' }, ...problems(...refused) },
})

export function peerAdminRoutes(peers: PeerAdmin) {
  return createRouter()
    .openapi(listPeers, async (c) => c.json(await peers.list(), 200))
    .openapi(testPeer, async (c) => c.json(await peers.test(c.req.valid('param').site), 200))
    .openapi(retryPeer, async (c) => {
      await peers.retryNow(c.var.account, c.req.valid('param').site)
      return c.body(null, 204)
    })
}
