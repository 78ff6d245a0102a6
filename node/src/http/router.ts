import { type Hook, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import { faultOfIssue, faultsOfQuery } from '@crosspanel/protocol/schema-faults'
import { z } from 'zod'
import type { AppEnv } from './env.ts'
import { problemResponse } from './problems.ts'

/**
 * A router whose requests are validated by the schemas of its routes; each issue gets a JSON pointer. A
 * query parameter that a route does not know is refused: a filter that is misspelt would let everything through.
 */
export function createRouter() {
  const router = new OpenAPIHono<AppEnv>()
  const { openapi } = router
  router.openapi = (route, handler, hook) => {
    const query = route.request?.query
    const parameters = query instanceof z.ZodObject ? Object.keys(query.shape) : []
    return openapi(withStrictQuery(route), handler, hook ?? refuseFaults(parameters))
  }
  return router
}

function withStrictQuery<R extends RouteConfig>(route: R): R {
  const query = route.request?.query
  if (!(query instanceof z.ZodObject)) return route
  return { ...route, request: { ...route.request, query: query.strict() } }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function refuseFaults(parameters: readonly string[]): Hook<any, AppEnv, any, any> {
  return (result, c) => {
    if (result.success) return
    const errors = result.error.issues.flatMap((issue) =>
      result.target === 'query' ? faultsOfQuery(issue, parameters) : [faultOfIssue(issue)],
    )
    return problemResponse(c, 'invalid-request', { errors })
  }
}

/**
 * The body of a route that takes JSON. It is `required`, because the validator lets a request
 * without a content type through unread otherwise.
 */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } } as const
}

/** The answer of a route that gives JSON. */
export function jsonAnswer<S extends z.ZodType>(description: string, schema: S) {
  return { description, content: { 'application/json': { schema } } } as const
}
