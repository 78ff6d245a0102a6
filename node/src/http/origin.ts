import {
  isAskedByForeignPage,
  isAskedByOwnPage,
  isReading,
  type RequestOrigin,
  requestOriginOf,
} from '@crosspanel/protocol/own-origin'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import type { SessionCookie } from './session-cookie.ts'

/** Refuses changes that another site's page asks a browser for (T24). */
export function requireOwnOrigin(siteUrl: string | undefined, cookie: SessionCookie) {
  const serverOrigin = originOf(siteUrl)
  return createMiddleware<AppEnv>(async (c, next) => {
    const isByCookie = c.req.header('authorization') === undefined && cookie.read(c) !== undefined
    const isOwn = () => isAskedByOwnPage(requestOf(c), { serverOrigin, isByCookie })
    if (!isReading(c.req.method) && !isOwn()) throw new DomainError('csrf-refused')
    await next()
  })
}

/** Refuses to other sites' pages what is read for long (T24). */
export function refuseForeignPages(siteUrl: string | undefined) {
  const serverOrigin = originOf(siteUrl)
  return createMiddleware<AppEnv>(async (c, next) => {
    if (isAskedByForeignPage(requestOf(c), serverOrigin)) throw new DomainError('csrf-refused')
    await next()
  })
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin
}

function requestOf(c: Context<AppEnv>): RequestOrigin {
  return requestOriginOf(c.req.url, (name) => c.req.header(name))
}
