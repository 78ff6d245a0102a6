import { describeEdge } from '@crosspanel/protocol/api-description'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './env.ts'
import { SESSION_COOKIE } from './session-cookie.ts'

/** The description of every route, made from the same schemas that validate the requests. */
export function describeApi(app: OpenAPIHono<AppEnv>, version: string) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A session of a federation admin',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description:
      "A browser's session, `__Host-` before its name over https, the port after it over http; changes need the registry's own origin",
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'invite', {
    type: 'http',
    scheme: 'Invite',
    description: 'The token of the invite that an enrolment was made with',
  })
  const description = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Crosspanel registry', version, license: { name: 'MIT' } },
    security: [{ bearer: [] }, { session: [] }],
  })
  return describeEdge(description, {
    base: '/v1/',
    tags: {
      'set-up': 'admins',
      login: 'admins',
      logout: 'admins',
      me: 'admins',
      'activity.csv': 'activity',
      invites: 'enrolments',
      statements: 'documents',
      descriptors: 'documents',
    },
    isLimited: (path) => !/^\/(livez|readyz)/.test(path),
  })
}

/** Described when it is first asked for, and then kept. */
export function describeOnce(app: OpenAPIHono<AppEnv>, version: string): () => object {
  let description: object | undefined
  return () => (description ??= describeApi(app, version))
}
