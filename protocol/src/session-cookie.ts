/**
 * How a browser keeps a session's token: no script reads it, and no other site's page makes the
 * browser send it with a change. Over https the name has the `__Host-` prefix, so that no
 * neighbouring host can plant one; browsers refuse that prefix on plain http, as on loopback.
 */
export function sessionCookieOptions(isHttps: boolean) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps,
    ...(isHttps ? { prefix: 'host' as const } : {}),
  } as const
}

/**
 * The name of a cookie of the server at `url`. Browsers share cookies between the ports of a host, so that a login at one
 * of several servers on a machine would end that at another; over https a host has one, and `__Host-` names stay as they are.
 */
export function cookieNameAt(url: string | undefined, name: string): string {
  if (url === undefined) return name
  const { protocol, port } = new URL(url)
  return protocol === 'https:' || port === '' ? name : `${name}_${port}`
}

/**
 * A page sends this with what it asks by itself while nobody is at it: such requests keep no session alive. A page that
 * is only open would otherwise stay logged in until the session's last hour.
 */
export const UNATTENDED_HEADER = 'crosspanel-unattended'

/** A session of a browser that was not used for this long has ended. */
export const BROWSER_IDLE_MS = 30 * 60_000
