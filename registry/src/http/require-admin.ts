import { DomainError } from '@crosspanel/protocol/problem'
import { createMiddleware } from 'hono/factory'
import type { Admin } from '../admin/admin.ts'
import type { AppEnv } from './env.ts'

/** Lets a request with the bearer token of a live session through. */
export function requireAdmin(authenticate: (token: string) => Promise<Admin | undefined>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(c.req.header('authorization') ?? '')?.[1]
    const admin = token === undefined ? undefined : await authenticate(token)
    if (admin === undefined) throw new DomainError('unauthenticated')
    c.set('admin', admin)
    await next()
  })
}
