import { hash } from 'node:crypto'
import { matchesEtag } from '@crosspanel/protocol/etag'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/**
 * Gives every JSON that is read a strong ETag, the digest of its bytes, and answers 304 to whoever
 * has them. It works inside `c.json`, before there is a response: reading or changing one
 * afterwards would cost a copy of it.
 */
export const conditionalJson = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') {
    const json = c.json
    const answer = (value: unknown, status: unknown, headers?: Record<string, string>) => {
      if (status !== undefined && status !== 200)
        return json(value as object, status as 201, headers)
      const body = JSON.stringify(value)
      const etag = headers?.['etag'] ?? `"${hash('sha256', body, 'base64url')}"`
      const all = { 'content-type': 'application/json', ...headers, etag }
      return matchesEtag(c.req.header('if-none-match'), etag)
        ? c.newResponse(null, 304, { ...headers, etag })
        : c.newResponse(body, 200, all)
    }
    c.json = answer as typeof c.json
  }
  await next()
})
