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
    description: 'A session of the browser; over https its name begins with __Host-',
  })
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Crosspanel node', version, license: { name: 'MIT' } },
    security: [{ bearer: [] }, { session: [] }],
  })
}

export function openApiHandler(app: OpenAPIHono<AppEnv>, version: string) {
  let text: string | undefined
  return () => {
    text ??= JSON.stringify(describeApi(app, version))
    return new Response(text, { headers: { 'content-type': 'application/json' } })
  }
}
