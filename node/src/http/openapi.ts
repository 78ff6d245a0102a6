import { describeEdge } from '@crosspanel/protocol/api-description'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './env.ts'

/** The description of every route, made from the same schemas that validate the requests. */
export function describeApi(app: OpenAPIHono<AppEnv>, version: string) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A session of the command line or an API token',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'crosspanel_session',
    description:
      'A session of the browser; over https its name begins with __Host-, over http it ends with the port',
  })
  const description = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Crosspanel node', version, license: { name: 'MIT' } },
    security: [{ bearer: [] }, { session: [] }],
  })
  return describeEdge(description, {
    base: '/api/v1/',
    tags: {
      livez: 'health',
      readyz: 'health',
      status: 'health',
      login: 'accounts',
      logout: 'accounts',
      'set-up': 'accounts',
      me: 'accounts',
      tokens: 'accounts',
      sessions: 'accounts',
      'service-info': 'ga4gh',
    },
    isLimited: (path) => /^\/(api|ga4gh|service-info)/.test(path),
  })
}

/** Described when it is first asked for, and then kept. */
export function describeOnce(app: OpenAPIHono<AppEnv>, version: string): () => object {
  let description: object | undefined
  return () => (description ??= describeApi(app, version))
}
