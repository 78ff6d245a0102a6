import { isAskedByOwnPage } from '@crosspanel/protocol/own-origin'
import { DomainError } from '@crosspanel/protocol/problem'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import type { SessionCookie } from './session-cookie.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses changes that another site's page asks a browser for (T24). */
export function requireOwnOrigin(publicUrl: string, cookie: SessionCookie) {
  const serverOrigin = new URL(publicUrl).origin
  return createMiddleware<AppEnv>(async (c, next) => {
    const request = {
      url: c.req.url,
      origin: c.req.header('origin'),
      secFetchSite: c.req.header('sec-fetch-site'),
    }
    const isByCookie = c.req.header('authorization') === undefined && cookie.read(c) !== undefined
    const isOwn = () => isAskedByOwnPage(request, { serverOrigin, isByCookie })
    if (!READING.has(c.req.method) && !isOwn()) throw new DomainError('csrf-refused')
    await next()
  })
}
