import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Span, Tracing } from '../monitoring/tracing.ts'
import type { AppEnv } from './env.ts'

/** Asked all the time by whatever watches the node. */
const WATCHED = /^\/(?:livez|readyz|metrics|health)(?:\/|$)/
/** Calls of peers have their span where it is known who calls. */
const PEERS = '/peer/v1/'

/** One span for each request, in a trace of its own: what a client says of its trace is not believed. */
export function traceRequests(tracing: Tracing) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const { path } = c.req
    if (path.startsWith(PEERS) || WATCHED.test(path)) return next()
    return tracing.span('request', { kind: 'server', parent: 'none' }, async (span) => {
      await next()
      describeRequest(span, c, routePath(c))
    })
  })
}

/** The pattern of the route and never the address. */
export function describeRequest(span: Span, c: Context, route: string): void {
  const { method } = c.req
  const { status } = c.res
  span.rename(`${method} ${route}`)
  span.set({
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
  })
  if (status >= 500) span.fail(String(status))
}
