import type { GeneralJws } from '@crosspanel/protocol/federation'
import { DomainError } from '@crosspanel/protocol/problem'
import { Hono } from 'hono'
import type { AppEnv } from '../http/env.ts'

/** `GET /.well-known/crosspanel-site`: the site's statement, as it is enrolled. */
export function wellKnownRoutes(ownStatement: () => GeneralJws | undefined) {
  return new Hono<AppEnv>().get('/crosspanel-site', (c) => {
    const statement = ownStatement()
    if (statement === undefined) {
      throw new DomainError('site-not-found', 'this site has not joined a federation yet')
    }
    return c.json(statement, 200, { 'cache-control': 'max-age=300' })
  })
}
