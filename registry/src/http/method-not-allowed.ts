import type { Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import type { Context } from 'hono'
import type { AppEnv } from './env.ts'
import { problemResponse } from './problems.ts'

/** Answers what no route took: 405 with `Allow` when the address is there for other methods, 404 otherwise. */
export function notFoundHandler(app: Pick<Hono<AppEnv>, 'routes'>) {
  let methods: TrieRouter<string> | undefined
  return (c: Context<AppEnv>): Response => {
    methods ??= methodsByPath(app.routes)
    const allowed = new Set(methods.match('any', c.req.path)[0].map(([method]) => method))
    if (allowed.size === 0 || allowed.has(c.req.method))
      return problemResponse(c, 'route-not-found')
    return problemResponse(c, 'method-not-allowed', {
      headers: { allow: [...allowed].sort().join(', ') },
    })
  }
}

/** `ALL` is how Hono registers middleware, which answers nothing by itself. */
function methodsByPath(routes: Hono['routes']): TrieRouter<string> {
  const router = new TrieRouter<string>()
  for (const { method, path } of routes) {
    if (method !== 'ALL') router.add('any', path, method)
  }
  return router
}
