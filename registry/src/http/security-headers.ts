import { securityHeadersOf } from '@crosspanel/protocol/security-headers'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** Headers are set before the route runs: setting them afterwards makes Hono copy each response. */
export function securityHeaders({ isHttps }: { readonly isHttps: boolean }) {
  const headers = securityHeadersOf(isHttps)
  return createMiddleware<AppEnv>(async (c, next) => {
    for (const [name, value] of headers) c.header(name, value)
    await next()
  })
}

/** What the API answers is for who asked; a file that may be kept says so itself. */
export const noStore = createMiddleware<AppEnv>(async (c, next) => {
  c.header('cache-control', 'no-store')
  c.header('vary', 'authorization, cookie')
  await next()
})
