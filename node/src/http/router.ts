import { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './env.ts'
import { problemResponse } from './problems.ts'

/** A router whose requests are validated by the schemas of its routes; each issue gets a JSON pointer. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => {
      if (result.success) return
      const errors = result.error.issues.map((issue) => ({
        pointer: `#/${issue.path.map((part) => String(part)).join('/')}`,
        detail: issue.message,
      }))
      return problemResponse(c, 'invalid-request', { errors })
    },
  })
}
