import { sessionCookieOptions } from '@crosspanel/protocol/session-cookie'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from './env.ts'

export type SessionCookie = ReturnType<typeof createSessionCookie>

/** Another name than a node's: browsers share cookies between the ports of a host. */
export const SESSION_COOKIE = 'crosspanel_registry_session'

/** The browser's session token. */
export function createSessionCookie({ isHttps }: { readonly isHttps: boolean }) {
  const options = sessionCookieOptions(isHttps)
  return {
    read(c: Context<AppEnv>): string | undefined {
      return isHttps ? getCookie(c, SESSION_COOKIE, 'host') : getCookie(c, SESSION_COOKIE)
    },
    set(c: Context<AppEnv>, { token, expires }: { token: string; expires: string }): void {
      setCookie(c, SESSION_COOKIE, token, { ...options, expires: new Date(expires) })
    },
    clear(c: Context<AppEnv>): void {
      deleteCookie(c, SESSION_COOKIE, options)
    },
  }
}
