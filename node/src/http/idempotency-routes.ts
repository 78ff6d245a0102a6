import type { OpenAPIHono } from '@hono/zod-openapi'
import { TrieRouter } from 'hono/router/trie-router'
import { z } from 'zod'
import type { AppEnv } from './env.ts'

const KEY_HEADER = 'idempotency-key'

/** The headers of a route that makes something. A route that has them is held to them: see `creatingRoutes`. */
export const IdempotencyHeaders = z.object({
  [KEY_HEADER]: z.string().meta({
    description:
      'Names the request, so that sent again it has its effect once and gets the same answer for 24 hours: 8 to 200 printable characters, best a random UUID',
  }),
})

/** Tells whether a request is to a route that is described with an `Idempotency-Key`. */
export function creatingRoutes(app: Pick<OpenAPIHono<AppEnv>, 'openAPIRegistry'>) {
  let paths: TrieRouter<true> | undefined
  return (method: string, path: string): boolean => {
    if (method !== 'POST') return false
    paths ??= creatingPaths(app)
    return paths.match(method, path)[0].length > 0
  }
}

function creatingPaths({ openAPIRegistry }: Pick<OpenAPIHono<AppEnv>, 'openAPIRegistry'>) {
  const router = new TrieRouter<true>()
  for (const definition of openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { method, path, request } = definition.route
    const headers = request?.headers
    if (headers !== undefined && 'shape' in headers && KEY_HEADER in headers.shape) {
      router.add(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'), true)
    }
  }
  return router
}
