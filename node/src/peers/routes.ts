import { MessageBatch, type MessageBatchReply, type PeerHealth } from '@crosspanel/protocol/message'
import { DomainError } from '@crosspanel/protocol/problem'
import type { SiteId } from '@crosspanel/protocol/ids'
import { Hono, type MiddlewareHandler } from 'hono'
import { transferRoutes, type TransferRoutesDeps } from './transfer-routes.ts'
import type { PeerEnv } from './verify-peer-call.ts'

export interface PeerRoutesDeps extends TransferRoutesDeps {
  readonly verify: MiddlewareHandler<PeerEnv>
  readonly receive: (from: SiteId, messages: readonly string[]) => Promise<MessageBatchReply>
  readonly ownHealth: () => Promise<PeerHealth>
}

/** The peer API, to be mounted at `/peer/v1`. Every route is behind a hop token. */
export function peerRoutes(deps: PeerRoutesDeps) {
  return new Hono<PeerEnv>()
    .use(deps.verify)
    .post('/messages', async (c) => {
      const { messages } = parseBatch(c.var.body)
      return c.json(await deps.receive(c.var.peer.siteId, messages))
    })
    .get('/health', async (c) => c.json(await deps.ownHealth()))
    .route('/', transferRoutes(deps))
}

function parseBatch(body: Uint8Array): { messages: readonly string[] } {
  const parsed = MessageBatch.safeParse(parseJson(body))
  if (parsed.success) return parsed.data
  throw new DomainError('invalid-request', 'the body is not a batch of messages')
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (cause) {
    throw new DomainError('malformed-json', undefined, { cause })
  }
}
