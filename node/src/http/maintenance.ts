import type { Maintenance } from '@crosspanel/protocol/maintenance'
import { DomainError } from '@crosspanel/protocol/problem'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
/** What protects an account works always. */
const ALWAYS = /^\/api\/v1\/(logout|sessions|tokens|device-logins|me\/password)(\/|$)/
const RETRY_S = 300

/** While the site is in maintenance, researchers look and change nothing. */
export function refuseInMaintenance(
  { read }: { readonly read: () => Promise<Maintenance> },
  now: () => Date,
) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const isFree = READING.has(c.req.method) || c.var.account.role === 'site-admin'
    if (!isFree && !ALWAYS.test(c.req.path)) {
      const { isOn, message, until } = await read()
      if (isOn) {
        throw new DomainError('maintenance', message === '' ? undefined : message, {
          retryAfterS: secondsUntil(until, now()),
        })
      }
    }
    await next()
  })
}

function secondsUntil(until: string | null, now: Date): number {
  if (until === null) return RETRY_S
  return Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000))
}
