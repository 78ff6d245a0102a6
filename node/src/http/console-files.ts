import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './env.ts'

const NOT_PAGES = /^\/(api|peer|ga4gh|\.well-known)(\/|$)/

/**
 * The built console: its files, and its first page for the addresses that it routes by itself.
 * `dir` is where `vite build` put it, with its files in compressed form beside them.
 */
export function consoleFiles(dir: string): MiddlewareHandler<AppEnv>[] {
  const files = serveStatic<AppEnv>({ root: dir, precompressed: true })
  const page = serveStatic<AppEnv>({ root: dir, path: 'index.html', precompressed: true })
  return [
    (c, next) => {
      if (!NOT_PAGES.test(c.req.path)) c.header('cache-control', keepFor(c.req.path))
      return next()
    },
    files,
    (c, next) => {
      const isPage = c.req.header('accept')?.includes('text/html') && !NOT_PAGES.test(c.req.path)
      return isPage ? page(c, next) : next()
    },
  ]
}

/** vite puts a digest into the names below assets/, so what such a name stands for never changes. */
function keepFor(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}
