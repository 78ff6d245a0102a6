import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** The console loads nothing from elsewhere and is never framed. */
const HEADERS: readonly (readonly [string, string])[] = [
  [
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  ],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
]
const HSTS = 'max-age=31536000'

/** Headers are set before the route runs: setting them afterwards makes Hono copy each response. */
export function securityHeaders({ isHttps }: { readonly isHttps: boolean }) {
  const headers = isHttps ? [...HEADERS, ['strict-transport-security', HSTS] as const] : HEADERS
  return createMiddleware<AppEnv>(async (c, next) => {
    for (const [name, value] of headers) c.header(name, value)
    await next()
  })
}

/** What the API answers is for who asked; a file that may be kept says so itself. */
export const noStore = createMiddleware<AppEnv>(async (c, next) => {
  c.header('cache-control', 'no-store')
  await next()
})
