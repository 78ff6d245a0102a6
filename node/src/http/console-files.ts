import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './env.ts'

const NOT_PAGES = /^\/(api|peer|ga4gh|\.well-known)(\/|$)/

/**
 * The built console: its files, and its first page for the addresses that it routes by itself.
 * `dir` is where `vite build` put it.
 */
export function consoleFiles(dir: string): MiddlewareHandler<AppEnv>[] {
  const files = serveStatic<AppEnv>({
    root: dir,
    onFound: (path, c) => {
      // vite puts a digest into the names below assets/
      const isDigested = path.includes('/assets/')
      c.header('cache-control', isDigested ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const page = serveStatic<AppEnv>({ root: dir, path: 'index.html' })
  return [
    files,
    (c, next) => {
      const isPage = c.req.header('accept')?.includes('text/html') && !NOT_PAGES.test(c.req.path)
      return isPage ? page(c, next) : next()
    },
  ]
}
