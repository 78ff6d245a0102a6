import { DomainError } from '@crosspanel/protocol/problem'
import type { HttpBindings } from '@hono/node-server'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

export interface DeadlineOptions {
  readonly deadlineMs: number
  /** Requests that may wait at once, with those whose clients have been answered already. */
  readonly maxWaiting: number
  /** Paths whose requests may take as long as they need. */
  readonly isBulk: (path: string) => boolean
}

const RETRY_S = 5

/**
 * A database that takes connections and answers nothing (paused, its disk stuck) must not leave clients
 * hanging, nor pile up what they ask for. What was asked may still be done when it answers again: a client
 * that asks once more under the same idempotency key gets the same.
 */
export function answerInTime({ deadlineMs, maxWaiting, isBulk }: DeadlineOptions) {
  let waiting = 0
  return createMiddleware<AppEnv>(async (c, next) => {
    if (isBulk(c.req.path)) return next()
    if (waiting >= maxWaiting) throw notReady('too many requests wait for the database')
    waiting += 1
    const work = next().finally(() => (waiting -= 1))
    const { promise: late, reject } = Promise.withResolvers<never>()
    // A body that comes slowly is not the node's delay; the server has a limit of its own for it.
    const timer = setInterval(() => {
      if (isReceived(c.env)) reject(notReady(`no answer within ${deadlineMs / 1000} s`))
    }, deadlineMs)
    try {
      await Promise.race([work, late])
    } finally {
      clearInterval(timer)
    }
  })
}

/** Without a server, as in tests, a request is there as a whole. */
function isReceived(env: unknown): boolean {
  return (env as Partial<HttpBindings> | undefined)?.incoming?.complete ?? true
}

function notReady(detail: string): DomainError {
  return new DomainError('not-ready', `The node is busy or waits for its database: ${detail}.`, {
    retryAfterS: RETRY_S,
  })
}
