import { DomainError } from '@crosspanel/protocol/problem'
import { UNATTENDED_HEADER } from '@crosspanel/protocol/session-cookie'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { LoggedInAdmin } from '../admin/admin.ts'
import type { AppEnv } from './env.ts'
import type { SessionCookie } from './session-cookie.ts'

const TOKEN = /^[A-Za-z0-9_-]{20,100}$/

/** Lets a request of a live session through: by a bearer token, or by a browser's cookie. */
export function requireAdmin(
  authenticate: (token: string, how: { isUse: boolean }) => Promise<LoggedInAdmin | undefined>,
  cookie: SessionCookie,
) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const token = credentialOf(c, cookie)
    const isUse = c.req.header(UNATTENDED_HEADER) === undefined
    const admin = TOKEN.test(token) ? await authenticate(token, { isUse }) : undefined
    if (admin === undefined) throw new DomainError('unauthenticated')
    c.set('admin', admin)
    await next()
  })
}

/** A header wins over the cookie: it was sent on purpose. */
function credentialOf(c: Context<AppEnv>, cookie: SessionCookie): string {
  const header = c.req.header('authorization')
  if (header === undefined) return cookie.read(c) ?? ''
  return /^Bearer (\S+)$/.exec(header)?.[1] ?? ''
}
