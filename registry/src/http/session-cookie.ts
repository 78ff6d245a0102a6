import { cookieNameAt, sessionCookieOptions } from '@crosspanel/protocol/session-cookie'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from './env.ts'

export type SessionCookie = ReturnType<typeof createSessionCookie>

/** Another name than a node's: one may be reached by the same address. */
export const SESSION_COOKIE = 'crosspanel_registry_session'

/** The browser's session token. `url` is where people reach the registry. */
export function createSessionCookie(url: string) {
  const isHttps = url.startsWith('https:')
  const name = cookieNameAt(url, SESSION_COOKIE)
  const options = sessionCookieOptions(isHttps)
  return {
    read(c: Context<AppEnv>): string | undefined {
      return isHttps ? getCookie(c, name, 'host') : getCookie(c, name)
    },
    set(c: Context<AppEnv>, { token, expires }: { token: string; expires: string }): void {
      setCookie(c, name, token, { ...options, expires: new Date(expires) })
    },
    clear(c: Context<AppEnv>): void {
      deleteCookie(c, name, options)
    },
  }
}
