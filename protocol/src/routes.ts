import { z } from 'zod'

/** What is read of a route's description, whatever describes it. */
interface Described {
  readonly request?: { readonly params?: unknown; readonly query?: unknown }
}

/**
 * The route with a query that takes no other parameters than its own, and their names: a filter that
 * is misspelt would let everything through.
 */
export function withStrictQuery<R extends Described>(
  route: R,
): { readonly route: R; readonly parameters: readonly string[] } {
  const query = route.request?.query
  if (!(query instanceof z.ZodObject)) return { route, parameters: [] }
  return {
    route: { ...route, request: { ...route.request, query: query.strict() } },
    parameters: Object.keys(query.shape),
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
