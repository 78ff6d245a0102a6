import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Logger } from '../logger.ts'
import type { AppEnv } from './env.ts'

export interface RequestLogDeps {
  readonly log: Logger
  readonly newId: () => string
}

/** Asked every few seconds by whatever watches the node. */
const PROBES = new Set(['/livez', '/readyz', '/readyz/:check'])

/**
 * Gives the request an id of our own (one from outside could forge a trail) and writes one line
 * when it has been answered: the pattern of the route and not the address, no query, no body (T30).
 */
export function requestLog({ log, newId }: RequestLogDeps) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const startedMs = performance.now()
    const requestId = newId()
    c.set('requestId', requestId)
    c.set('log', log.child({ requestId }))
    c.header('x-request-id', requestId)
    await next()
    const route = routePath(c)
    const ms = Math.round(performance.now() - startedMs)
    const line = { method: c.req.method, route, status: c.res.status, ms }
    if (PROBES.has(route)) c.var.log.debug(line, 'request')
    else c.var.log.info(line, 'request')
  })
}
