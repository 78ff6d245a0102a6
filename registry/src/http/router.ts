import { type Hook, OpenAPIHono } from '@hono/zod-openapi'
import { withStrictQuery } from '@crosspanel/protocol/routes'
import { faultsOfRequest } from '@crosspanel/protocol/schema-faults'
import type { AppEnv } from './env.ts'
import { problemResponse } from './problems.ts'

/** A router whose requests are validated by the schemas of its routes; each issue gets a JSON pointer. */
export function createRouter() {
  const router = new OpenAPIHono<AppEnv>()
  const { openapi } = router
  router.openapi = (described, handler, hook) => {
    const { route, parameters } = withStrictQuery(described)
    return openapi(route, handler, hook ?? refuseFaults(parameters))
  }
  return router
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function refuseFaults(parameters: readonly string[]): Hook<any, AppEnv, any, any> {
  return (result, c) => {
    if (result.success) return
    const errors = faultsOfRequest(result.target, result.error.issues, parameters)
    return problemResponse(c, 'invalid-request', { errors })
  }
}
