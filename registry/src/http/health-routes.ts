import { createRoute, z } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from './router.ts'

const Health = z.object({ status: z.literal('ok') })

const livez = createRoute({
  method: 'get',
  path: '/livez',
  operationId: 'livez',
  summary: 'The process answers',
  security: [],
  responses: { 200: jsonAnswer('The process answers', Health) },
})

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'readyz',
  summary: 'Whether the registry can do its work now',
  security: [],
  responses: {
    200: jsonAnswer('The database answers and holds the federation of the root key', Health),
    ...problems('not-ready'),
  },
})

export function healthRoutes(checkReady: () => Promise<void>) {
  return createRouter()
    .openapi(livez, (c) => c.json({ status: 'ok' } as const, 200))
    .openapi(readyz, async (c) => {
      await checkReady()
      return c.json({ status: 'ok' } as const, 200)
    })
}
