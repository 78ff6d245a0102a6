import { refusal } from '@crosspanel/protocol/refusals'
import type { HttpBindings } from '@hono/node-server'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

export interface DeadlineOptions {
  readonly deadlineMs: number
  /** Requests that may wait at once, with those whose clients have been answered already. */
  readonly maxWaiting: number
  /** Paths whose requests may take as long as they need while the database answers. */
  readonly isBulk: (path: string) => boolean
  readonly isDatabaseAway: () => boolean
}

const RETRY_S = 5

type Incoming = HttpBindings['incoming']

/**
 * A database that takes connections and answers nothing (paused, its disk stuck) must not leave clients
 * hanging, nor pile up what they ask for. What was asked may still be done when it answers again: a client
 * that asks once more under the same idempotency key, or from the offset of its upload, gets the same.
 */
export function answerInTime(options: DeadlineOptions) {
  const { deadlineMs, maxWaiting, isBulk, isDatabaseAway } = options
  let waiting = 0
  return createMiddleware<AppEnv>(async (c, next) => {
    if (waiting >= maxWaiting) throw refusal('not-ready.crowded', { retryAfterS: RETRY_S })
    const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming
    const isComing = watchBytes(incoming)
    // A body that comes slowly is not the node's delay; the server has a limit of its own for it.
    const isStuck = isBulk(c.req.path)
      ? () => !isComing() && isDatabaseAway()
      : () => isReceived(incoming)
    waiting += 1
    const work = next().finally(() => (waiting -= 1))
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setInterval(() => {
      if (isStuck())
        reject(
          refusal('not-ready.late', {
            params: { seconds: deadlineMs / 1000 },
            retryAfterS: RETRY_S,
          }),
        )
    }, deadlineMs)
    try {
      await Promise.race([work, late])
    } finally {
      clearInterval(timer)
    }
  })
}

/** Without a server, as in tests, a request is there as a whole. */
function isReceived(incoming: Incoming | undefined): boolean {
  return incoming?.complete ?? true
}

/** Tells whether more of the request has come since it was asked last. */
function watchBytes(incoming: Incoming | undefined): () => boolean {
  let known = 0
  return () => {
    const read = incoming?.socket.bytesRead ?? 0
    const hasMore = read !== known
    known = read
    return hasMore && !isReceived(incoming)
  }
}
