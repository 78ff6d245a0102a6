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
 * A page sends this with what it asks by itself while nobody is at it: such requests keep no session alive. A page that
 * is only open would otherwise stay logged in until the session's last hour.
 */
export const UNATTENDED_HEADER = 'crosspanel-unattended'

/** A session of a browser that was not used for this long has ended. */
export const BROWSER_IDLE_MS = 30 * 60_000
