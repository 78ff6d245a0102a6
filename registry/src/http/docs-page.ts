import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { docsPage } from '@crosspanel/protocol/docs-page'
import { Hono } from 'hono'
import { digestOf } from './digest.ts'

const readAsset = (name: string) =>
  readFileSync(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`)), 'utf8')

export function docsRoutes(descriptionUrl: string) {
  const router = new Hono()
  for (const [path, answer] of docsPage({ descriptionUrl, readAsset, digestOf })) {
    router.get(path, (c) => {
      const { body, status, headers } = answer(c.req.header('if-none-match'))
      return c.newResponse(body, status, headers)
    })
  }
  return router
}
