import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { matchesEtag } from '@crosspanel/protocol/etag'
import { Hono } from 'hono'
import type { AppEnv } from './env.ts'

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Crosspanel API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`

/** The validator would send our description to a server of somebody else. */
const startOf = (descriptionUrl: string) =>
  `SwaggerUIBundle({ url: ${JSON.stringify(descriptionUrl)}, dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null })\n`

interface Asset {
  readonly type: string
  readonly read: () => string
}

const STYLE = import.meta.resolve('swagger-ui-dist/swagger-ui.css')
const PROGRAM = import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js')
const fromFile = (url: string) => () => readFileSync(fileURLToPath(url), 'utf8')

/** The description of the API for people, with nothing from another server and no inline script. */
export function docsRoutes(descriptionUrl: string) {
  const assets: Readonly<Record<string, Asset>> = {
    '': { type: 'text/html; charset=utf-8', read: () => PAGE },
    'start.js': { type: 'text/javascript', read: () => startOf(descriptionUrl) },
    'swagger-ui.css': { type: 'text/css', read: fromFile(STYLE) },
    'swagger-ui-bundle.js': { type: 'text/javascript', read: fromFile(PROGRAM) },
  }
  const router = new Hono<AppEnv>()
  for (const [name, { type, read }] of Object.entries(assets)) {
    let kept: { body: string; etag: string } | undefined
    router.get(name === '' ? '/docs' : `/docs/${name}`, (c) => {
      kept ??= withEtag(read())
      const headers = { etag: kept.etag, 'cache-control': 'no-cache', 'content-type': type }
      return matchesEtag(c.req.header('if-none-match'), kept.etag)
        ? c.newResponse(null, 304, headers)
        : c.newResponse(kept.body, 200, headers)
    })
  }
  return router
}

function withEtag(body: string): { body: string; etag: string } {
  return { body, etag: `"${hash('sha256', body, 'base64url')}"` }
}
