import { MessageBatch, type MessageBatchReply, type PeerHealth } from '@crosspanel/protocol/message'
import { DomainError } from '@crosspanel/protocol/problem'
import type { SiteId } from '@crosspanel/protocol/ids'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { problemResponse } from '../http/problems.ts'
import { isDatabaseAway } from './database-away.ts'
import { transferRoutes, type TransferRoutesDeps } from './transfer-routes.ts'
import type { PeerEnv } from './verify-peer-call.ts'

const RETRY_AFTER_S = 2

export interface PeerRoutesDeps extends TransferRoutesDeps {
  readonly verify: MiddlewareHandler<PeerEnv>
  readonly receive: (from: SiteId, messages: readonly string[]) => Promise<MessageBatchReply>
  readonly ownHealth: () => Promise<PeerHealth>
}

/** The peer API, to be mounted at `/peer/v1`. Every route is behind a hop token. */
export function peerRoutes(deps: PeerRoutesDeps) {
  return new Hono<PeerEnv>()
    .onError(answerError)
    .use(deps.verify)
    .post('/messages', async (c) => {
      const { messages } = parseBatch(c.var.body)
      return c.json(await deps.receive(c.var.peer.siteId, messages))
    })
    .get('/health', async (c) => c.json(await deps.ownHealth()))
    .route('/', transferRoutes(deps))
}

/** A database that is away is no fault of the call: the peer is asked to come again. */
function answerError(error: Error, c: Context<PeerEnv>): Response {
  if (!isDatabaseAway(error)) throw error
  return problemResponse(c, 'not-ready', { retryAfterS: RETRY_AFTER_S })
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
