import { MessageBatch, type MessageBatchReply, type PeerHealth } from '@crosspanel/protocol/message'
import { DomainError, PROBLEMS } from '@crosspanel/protocol/problem'
import type { SiteId } from '@crosspanel/protocol/ids'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { problemResponse } from '../http/problems.ts'
import { isDatabaseAway } from './database-away.ts'
import type { RefusalAudit } from './refusal-audit.ts'
import { transferRoutes, type TransferRoutesDeps } from './transfer-routes.ts'
import type { PeerEnv } from './verify-peer-call.ts'

const RETRY_AFTER_S = 2

export interface PeerRoutesDeps extends TransferRoutesDeps {
  readonly verify: MiddlewareHandler<PeerEnv>
  readonly receive: (from: SiteId, messages: readonly string[]) => Promise<MessageBatchReply>
  readonly ownHealth: () => Promise<PeerHealth>
  readonly recordRefusal: RefusalAudit
  /** Bytes of the sketch of one of this site's panels, by the second part of its id. */
  readonly readSketch: (name: string, site: SiteId) => Promise<Uint8Array | undefined>
}

/** The peer API, to be mounted at `/peer/v1`. Every route is behind a hop token. */
export function peerRoutes(deps: PeerRoutesDeps) {
  return new Hono<PeerEnv>()
    .onError((error, c) => answerError(error, c, deps.recordRefusal))
    .use(deps.verify)
    .post('/messages', async (c) => {
      const { messages } = parseBatch(c.var.body)
      return c.json(await deps.receive(c.var.peer.siteId, messages))
    })
    .get('/health', async (c) => c.json(await deps.ownHealth()))
    .get('/panels/:name/sketch', async (c) => {
      const sketch = await deps.readSketch(c.req.param('name'), c.var.peer.siteId)
      if (sketch === undefined) throw new DomainError('sketch-not-found')
      return c.body(new Uint8Array(sketch), 200, { 'content-type': 'application/json' })
    })
    .route('/', transferRoutes(deps))
}

/**
 * A database that is away is no fault of the call: the peer is asked to come again. A member that
 * asks for what is not its own, or sends what it should not, stands in the audit like a stranger.
 */
async function answerError(
  error: Error,
  c: Context<PeerEnv>,
  recordRefusal: RefusalAudit,
): Promise<Response> {
  if (isDatabaseAway(error)) {
    return problemResponse(c, 'not-ready', { retryAfterS: RETRY_AFTER_S })
  }
  if (error instanceof DomainError && PROBLEMS[error.code].status < 500) {
    const { method, path } = c.req
    await recordRefusal({ code: error.code, issuer: c.var.peer.siteId, method, path })
  }
  throw error
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
