import { matchesEtag } from './etag.ts'

/** What is used of Hono's context; nodes and registries bring their own Hono. */
interface JsonContext {
  readonly req: {
    readonly method: string
    header(name: string): string | undefined
  }
  readonly newResponse: (
    body: string | null,
    status: 200 | 304,
    headers: Record<string, string>,
  ) => Response
}

type AnswerJson = (value: object, status?: number, headers?: Record<string, string>) => unknown

/**
 * Middleware that gives every JSON that is read a strong ETag, the digest of its bytes, and answers
 * 304 to whoever has them. It works inside `c.json`, before there is a response: reading or changing
 * one afterwards would cost a copy of it. `digestOf` returns base64url.
 */
export function conditionalJson(digestOf: (text: string) => string) {
  return async (c: JsonContext, next: () => Promise<void>): Promise<void> => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') {
      const given = c as JsonContext & { json: AnswerJson }
      const { json } = given
      given.json = (value, status, headers) => {
        if (status !== undefined && status !== 200) return json(value, status, headers)
        const body = JSON.stringify(value)
        const etag = headers?.['etag'] ?? `"${digestOf(body)}"`
        const all = { 'content-type': 'application/json', ...headers, etag }
        return matchesEtag(c.req.header('if-none-match'), etag)
          ? c.newResponse(null, 304, { ...headers, etag })
          : c.newResponse(body, 200, all)
      }
    }
    await next()
  }
}
