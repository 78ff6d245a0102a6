import { cookieNameAt, sessionCookieOptions } from '@crosspanel/protocol/session-cookie'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from './env.ts'

export type SessionCookie = ReturnType<typeof createSessionCookie>

const NAME = 'crosspanel_session'
/** Marks a device that its owner has logged in with; opens nothing. */
const DEVICE_NAME = 'crosspanel_device'
/** As long as the node remembers the device. */
const DEVICE_LIFE_S = 180 * 86_400

/** The browser's session token. `url` is where people reach the node. */
export function createSessionCookie(url: string | undefined) {
  const isHttps = url?.startsWith('https:') ?? false
  const name = cookieNameAt(url, NAME)
  const deviceName = cookieNameAt(url, DEVICE_NAME)
  const options = sessionCookieOptions(isHttps)
  return {
    read(c: Context<AppEnv>): string | undefined {
      return isHttps ? getCookie(c, name, 'host') : getCookie(c, name)
    },
    set(c: Context<AppEnv>, token: string, expiresAt: string): void {
      setCookie(c, name, token, { ...options, expires: new Date(expiresAt) })
    },
    readDevice(c: Context<AppEnv>): string | undefined {
      return isHttps ? getCookie(c, deviceName, 'host') : getCookie(c, deviceName)
    },
    setDevice(c: Context<AppEnv>, token: string): void {
      setCookie(c, deviceName, token, { ...options, sameSite: 'Strict', maxAge: DEVICE_LIFE_S })
    },
    clear(c: Context<AppEnv>): void {
      deleteCookie(c, name, options)
    },
  }
}
