import { matchesEtag } from './etag.ts'

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

export interface DocsPageDeps {
  /** Where the description of the API is. */
  readonly descriptionUrl: string
  /** Content of a file of swagger-ui-dist. */
  readonly readAsset: (name: 'swagger-ui.css' | 'swagger-ui-bundle.js') => string
  /** Base64url. */
  readonly digestOf: (text: string) => string
}

export interface DocsAnswer {
  readonly body: string | null
  readonly status: 200 | 304
  readonly headers: Record<string, string>
}

/** Answers a request by its header If-None-Match. */
export type AnswerDocs = (ifNoneMatch: string | undefined) => DocsAnswer

/** The description of the API for people, with nothing from another server and no inline script: what answers each path. */
export function docsPage(deps: DocsPageDeps): ReadonlyMap<string, AnswerDocs> {
  const { descriptionUrl, readAsset, digestOf } = deps
  const files: readonly (readonly [path: string, type: string, read: () => string])[] = [
    ['/docs', 'text/html; charset=utf-8', () => PAGE],
    ['/docs/start.js', 'text/javascript', () => startOf(descriptionUrl)],
    ['/docs/swagger-ui.css', 'text/css', () => readAsset('swagger-ui.css')],
    ['/docs/swagger-ui-bundle.js', 'text/javascript', () => readAsset('swagger-ui-bundle.js')],
  ]
  return new Map(
    files.map(([path, type, read]) => {
      let kept: { body: string; etag: string } | undefined
      return [
        path,
        (ifNoneMatch) => {
          kept ??= withEtag(read(), digestOf)
          const headers = { etag: kept.etag, 'cache-control': 'no-cache', 'content-type': type }
          return matchesEtag(ifNoneMatch, kept.etag)
            ? { body: null, status: 304, headers }
            : { body: kept.body, status: 200, headers }
        },
      ]
    }),
  )
}

function withEtag(body: string, digestOf: (text: string) => string) {
  return { body, etag: `"${digestOf(body)}"` }
}
