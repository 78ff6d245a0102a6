import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { createRouter } from '../http/router.ts'
import type { Uploads } from './uploads.ts'

/** Hono answers HEAD by the route of GET. */
const METHODS = ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * The tus endpoint, which has no OpenAPI description: what it takes and answers is the tus 1.0
 * protocol, and its clients are tus clients.
 */
export function uploadRoutes(uploads: Uploads) {
  const router = createRouter()
  router.on(METHODS, ['/uploads', '/uploads/:id'], async (c) => {
    const caller = { accountId: c.var.account.id, requestId: c.var.requestId }
    const { body, status, headers } = await uploads.handle(c.req.raw, caller)
    return c.newResponse(body, { status: status as ContentfulStatusCode, headers })
  })
  return router
}
