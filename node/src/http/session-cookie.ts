import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from './env.ts'

export type SessionCookie = ReturnType<typeof createSessionCookie>

const NAME = 'crosspanel_session'

/**
 * The browser's session token. Over https the name has the `__Host-` prefix, so that no
 * neighbouring host can plant one; browsers refuse that prefix on plain http, as on loopback.
 */
export function createSessionCookie({ isHttps }: { readonly isHttps: boolean }) {
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps,
    ...(isHttps ? { prefix: 'host' as const } : {}),
  } as const
  return {
    read(c: Context<AppEnv>): string | undefined {
      return isHttps ? getCookie(c, NAME, 'host') : getCookie(c, NAME)
    },
    set(c: Context<AppEnv>, token: string, expiresAt: string): void {
      setCookie(c, NAME, token, { ...options, expires: new Date(expiresAt) })
    },
    clear(c: Context<AppEnv>): void {
      deleteCookie(c, NAME, options)
    },
  }
}
