import { OpenAPIHono } from '@hono/zod-openapi'
import { faultOfIssue } from '@crosspanel/protocol/schema-faults'
import type { z } from 'zod'
import type { AppEnv } from './env.ts'
import { problemResponse } from './problems.ts'

/** A router whose requests are validated by the schemas of its routes; each issue gets a JSON pointer. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => {
      if (result.success) return
      const errors = result.error.issues.map(faultOfIssue)
      return problemResponse(c, 'invalid-request', { errors })
    },
  })
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
