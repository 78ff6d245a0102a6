import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Logger } from '../logger.ts'
import type { AppEnv } from './env.ts'

export interface AnsweredRequest {
  readonly method: string
  /** Pattern of the route, never the address. */
  readonly route: string
  readonly status: number
  readonly ms: number
}

export interface RequestLogDeps {
  readonly log: Logger
  readonly newId: () => string
  /** Told of each answered request, for the metrics. */
  readonly observe?: ((request: AnsweredRequest) => void) | undefined
}

/** Asked every few seconds by whatever watches the node. */
const PROBES = new Set(['/livez', '/readyz', '/readyz/:check'])

/**
 * Gives the request an id of our own (one from outside could forge a trail) and writes one line
 * when it has been answered: the pattern of the route and not the address, no query, no body (T30).
 */
export function requestLog({ log, newId, observe }: RequestLogDeps) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const startedMs = performance.now()
    const requestId = newId()
    c.set('requestId', requestId)
    c.set('log', log.child({ requestId }))
    c.header('x-request-id', requestId)
    await next()
    const route = routePath(c)
    const ms = performance.now() - startedMs
    const answered = { method: c.req.method, route, status: c.res.status }
    observe?.({ ...answered, ms })
    const line = { ...answered, ms: Math.round(ms) }
    if (PROBES.has(route)) c.var.log.debug(line, 'request')
    else c.var.log.info(line, 'request')
  })
}
