import { refusal } from '@crosspanel/protocol/refusals'
import { DomainError } from '@crosspanel/protocol/problem'
import { UNATTENDED_HEADER } from '@crosspanel/protocol/session-cookie'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Role } from '../users/account.ts'
import type { LoginService } from '../users/service.ts'
import type { AppEnv } from './env.ts'
import type { SessionCookie } from './session-cookie.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The session or API token of a request. A header wins over the cookie: it was sent on purpose. */
export function credentialOf(c: Context<AppEnv>, cookie: SessionCookie): string | undefined {
  const header = c.req.header('authorization')
  if (header === undefined) return cookie.read(c)
  return /^Bearer +(\S+)$/i.exec(header)?.[1]
}

/** Lets a request through when it is by a known account, and a `read` token only look. */
export function requireAccount(users: Pick<LoginService, 'authenticate'>, cookie: SessionCookie) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const credential = credentialOf(c, cookie)
    const isUse = c.req.header(UNATTENDED_HEADER) === undefined
    const found =
      credential === undefined ? undefined : await users.authenticate(credential, { isUse })
    if (found === undefined) throw new DomainError('unauthenticated')
    if (found.scope === 'read' && !READING.has(c.req.method)) {
      throw refusal('forbidden.read-only')
    }
    c.set('account', found.account)
    c.set('scope', found.scope)
    await next()
  })
}

export function requireRole(role: Role) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.var.account.role !== role) throw new DomainError('forbidden')
    await next()
  })
}

/** For what a leaked API token must not be able to do, such as making more tokens. */
export const requireSession = createMiddleware<AppEnv>(async (c, next) => {
  if (c.var.account.via !== 'session') {
    throw refusal('forbidden.token')
  }
  await next()
})
