import { DomainError } from '@crosspanel/protocol/problem'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import type { SessionCookie } from './session-cookie.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses changes that another site's page asks a browser for (T24). Browsers send `Origin` with
 * every changing request, so one by cookie without it is no browser's.
 */
export function requireOwnOrigin(siteUrl: string | undefined, cookie: SessionCookie) {
  const siteOrigin = siteUrl === undefined ? undefined : new URL(siteUrl).origin
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!READING.has(c.req.method)) {
      const origin = c.req.header('origin')
      const isOwn = origin === siteOrigin || origin === new URL(c.req.url).origin
      const isByCookie = c.req.header('authorization') === undefined && cookie.read(c) !== undefined
      if (origin === undefined ? isByCookie : !isOwn) throw new DomainError('csrf-refused')
    }
    await next()
  })
}
