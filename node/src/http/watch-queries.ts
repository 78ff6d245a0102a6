import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { QueryWatch } from '../monitoring/query-watch.ts'
import type { AppEnv } from './env.ts'

/** Lets the query watch judge each request by what it asked of the database. */
export function watchQueries(watch: QueryWatch) {
  return createMiddleware<AppEnv>((c, next) =>
    watch.request(next, () => ({
      route: `${c.req.method} ${routePath(c)}`,
      requestId: c.var.requestId,
    })),
  )
}
