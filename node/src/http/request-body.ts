import { refusal } from '@crosspanel/protocol/refusals'
import { DomainError } from '@crosspanel/protocol/problem'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** Largest body of a kind of route, bytes. */
export const BODY_MAX_BYTES = {
  /** For who has not logged in: an address, a password, a link. */
  login: 16 * 1024,
  json: 1024 * 1024,
} as const
export type BodyClass = keyof typeof BODY_MAX_BYTES | 'bulk'

const JSON_TYPE = /^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i

const limitOf = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw refusal('body-too-large', { params: { maxBytes: maxSize } })
    },
  })
const LIMITS = { login: limitOf(BODY_MAX_BYTES.login), json: limitOf(BODY_MAX_BYTES.json) }

/** Takes JSON up to the limit of the route's class; `bulk` routes read their bodies by themselves. */
export function requireJsonBody(classOf: (path: string) => BodyClass) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const bodyClass = classOf(c.req.path)
    if (bodyClass === 'bulk' || !hasBody(c.req.raw.headers)) return next()
    if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
      throw new DomainError('media-type-unsupported')
    }
    return LIMITS[bodyClass](c, next)
  })
}

/** A request without a body has none of the three (RFC 9112 section 6.3). */
function hasBody(headers: Headers): boolean {
  return (
    headers.has('transfer-encoding') ||
    headers.has('content-type') ||
    Number(headers.get('content-length') ?? 0) > 0
  )
}
