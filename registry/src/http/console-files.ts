import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './env.ts'

/** What the registry's API answers, and what no address of the console may look like. */
const NOT_PAGES = /^\/(v1|services|service-info|openapi\.json|livez|readyz)(\/|$)/
const PAGE = 'registry.html'

/**
 * The built console: its files, and the federation admins' first page for the addresses that it
 * routes by itself. `dir` is where `vite build` put it, with its files in compressed form and the
 * first page of a node's beside.
 */
export function consoleFiles(dir: string): MiddlewareHandler<AppEnv>[] {
  const files = serveStatic<AppEnv>({ root: dir, precompressed: true })
  const page = serveStatic<AppEnv>({ root: dir, path: PAGE, precompressed: true })
  return [
    (c, next) => {
      if (NOT_PAGES.test(c.req.path)) return next()
      c.header('cache-control', keepFor(c.req.path))
      return isFile(c.req.path) ? files(c, next) : next()
    },
    (c, next) => {
      const isPage = c.req.header('accept')?.includes('text/html') && !NOT_PAGES.test(c.req.path)
      return isPage ? page(c, next) : next()
    },
  ]
}

/** A page's address has no dot; a node's page is none of ours. */
function isFile(path: string): boolean {
  return path.includes('.') && !path.endsWith('.html')
}

/** vite puts a digest into the names below assets/, so what such a name stands for never changes. */
function keepFor(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}
