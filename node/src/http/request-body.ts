import { DomainError } from '@crosspanel/protocol/problem'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

const JSON_BODY_MAX_BYTES = 1024 * 1024

const JSON_TYPE = /^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i

const limit = bodyLimit({
  maxSize: JSON_BODY_MAX_BYTES,
  onError: () => {
    throw new DomainError('body-too-large')
  },
})

/** Takes JSON of at most 1 MiB, except where `isBulk` says that a route reads its body by itself. */
export function requireJsonBody(isBulk: (path: string) => boolean) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (isBulk(c.req.path) || !hasBody(c.req.raw.headers)) return next()
    if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
      throw new DomainError('media-type-unsupported')
    }
    return limit(c, next)
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
