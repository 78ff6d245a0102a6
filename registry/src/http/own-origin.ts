import { isAskedByOwnPage, isReading, requestOriginOf } from '@crosspanel/protocol/own-origin'
import { DomainError } from '@crosspanel/protocol/problem'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import type { SessionCookie } from './session-cookie.ts'

/** Refuses changes that another site's page asks a browser for (T24). */
export function requireOwnOrigin(publicUrl: string, cookie: SessionCookie) {
  const serverOrigin = new URL(publicUrl).origin
  return createMiddleware<AppEnv>(async (c, next) => {
    const request = requestOriginOf(c.req.url, (name) => c.req.header(name))
    const isByCookie = c.req.header('authorization') === undefined && cookie.read(c) !== undefined
    const isOwn = () => isAskedByOwnPage(request, { serverOrigin, isByCookie })
    if (!isReading(c.req.method) && !isOwn()) throw new DomainError('csrf-refused')
    await next()
  })
}
