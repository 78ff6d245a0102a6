import { AdminSession, LogInAdmin, SetUpAdmin } from '@crosspanel/protocol/registry-api'
import { createRoute } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { createRouter, jsonAnswer, jsonBody } from '../http/router.ts'
import type { AdminService } from './service.ts'

const setUp = createRoute({
  method: 'post',
  path: '/set-up',
  operationId: 'setUpAdmin',
  summary: 'Choose a password by a one-time link',
  security: [],
  request: { body: jsonBody(SetUpAdmin) },
  responses: {
    200: jsonAnswer('The password is set and the admin is logged in', AdminSession),
    ...problems('invalid-request', 'malformed-json', 'set-up-link-expired', 'rate-limited'),
  },
})

const logIn = createRoute({
  method: 'post',
  path: '/login',
  operationId: 'logInAdmin',
  summary: 'Open a session of a federation admin',
  security: [],
  request: { body: jsonBody(LogInAdmin) },
  responses: {
    200: jsonAnswer('The admin is logged in', AdminSession),
    ...problems('invalid-request', 'malformed-json', 'credentials-wrong', 'rate-limited'),
  },
})

export function adminRoutes(admins: AdminService) {
  return createRouter()
    .openapi(setUp, async (c) =>
      c.json(await admins.setUp(c.req.valid('json'), c.var.address), 200),
    )
    .openapi(logIn, async (c) =>
      c.json(await admins.logIn(c.req.valid('json'), c.var.address), 200),
    )
}
