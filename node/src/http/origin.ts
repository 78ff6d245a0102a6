import { DomainError } from '@crosspanel/protocol/problem'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import type { SessionCookie } from './session-cookie.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
/** `none` is a person who typed an address; no page asked for it. */
const OWN_SITE = new Set(['same-origin', 'none'])

/**
 * Refuses changes that another site's page asks a browser for (T24). Browsers send `Origin` with
 * every changing request, so one by cookie without it is no browser's. `Sec-Fetch-Site` is what the
 * browser itself makes of the two addresses; a page cannot set it.
 */
export function requireOwnOrigin(siteUrl: string | undefined, cookie: SessionCookie) {
  const siteOrigin = siteUrl === undefined ? undefined : new URL(siteUrl).origin

  function isOwn(c: Context<AppEnv>): boolean {
    if (!OWN_SITE.has(c.req.header('sec-fetch-site') ?? 'none')) return false
    const origin = c.req.header('origin')
    if (origin !== undefined) return origin === siteOrigin || origin === new URL(c.req.url).origin
    return c.req.header('authorization') !== undefined || cookie.read(c) === undefined
  }

  return createMiddleware<AppEnv>(async (c, next) => {
    if (!READING.has(c.req.method) && !isOwn(c)) throw new DomainError('csrf-refused')
    await next()
  })
}

/**
 * For reading what goes on for long: browsers name the origin of a page that asks for another site's
 * answer, and what kind of page it was. A page of our own names none, or ours (T24).
 */
export function refuseForeignPages(siteUrl: string | undefined) {
  const siteOrigin = siteUrl === undefined ? undefined : new URL(siteUrl).origin
  return createMiddleware<AppEnv>(async (c, next) => {
    const origin = c.req.header('origin')
    const isForeign =
      c.req.header('sec-fetch-site') === 'cross-site' ||
      (origin !== undefined && origin !== siteOrigin && origin !== new URL(c.req.url).origin)
    if (isForeign) throw new DomainError('csrf-refused')
    await next()
  })
}
