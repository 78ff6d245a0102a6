import {
  DomainError,
  membersOf,
  PROBLEM_CONTENT_TYPE,
  type Problem,
  type ProblemCode,
  problemOf,
} from '@crosspanel/protocol/problem'
import { CODE_OF_STATUS } from '@crosspanel/protocol/problem-responses'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { AppEnv } from './env.ts'

type More = Partial<Pick<Problem, 'detail' | 'told' | 'errors'>> & {
  retryAfterS?: number | undefined
  headers?: Readonly<Record<string, string>>
}

/** Postgres stores no NUL character, which JSON may hold. */
const UNSTORABLE = /^(22021|22P05)$/
/** Classes 08 (connection), 40 (rolled back), 53 (resources) and 57P (shut down), and postgres.js's own codes. */
const DATABASE_AWAY = /^(08...|40...|53...|57P..|CONNECT.*|CONNECTION_.*|ECONN.*|EPIPE|ETIMEDOUT)$/
const DATABASE_RETRY_S = 5

export function problemResponse(c: Context<AppEnv>, code: ProblemCode, more: More = {}): Response {
  const { retryAfterS, headers, ...members } = more
  const body = problemOf(code, { instance: c.req.path, requestId: c.var.requestId, ...members })
  c.header('content-type', PROBLEM_CONTENT_TYPE)
  c.header('cache-control', 'no-store')
  if (body.status === 401) c.header('www-authenticate', 'Bearer')
  if (retryAfterS !== undefined) c.header('retry-after', String(Math.ceil(retryAfterS)))
  for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value)
  return c.newResponse(JSON.stringify(body), { status: body.status as 500 })
}

export function onError(error: Error, c: Context<AppEnv>): Response {
  if (error instanceof DomainError) {
    return problemResponse(c, error.code, {
      ...membersOf(error),
      retryAfterS: error.retryAfterS,
    })
  }
  if (error instanceof HTTPException) {
    const code = CODE_OF_STATUS[error.status]
    if (code) return problemResponse(c, code)
  }
  const codes = codesOf(error)
  if (codes.some((code) => UNSTORABLE.test(code))) return problemResponse(c, 'invalid-request')
  if (codes.some((code) => DATABASE_AWAY.test(code))) {
    c.var.log.warn({ err: error }, 'the database cannot answer')
    return problemResponse(c, 'not-ready', { retryAfterS: DATABASE_RETRY_S })
  }
  c.var.log.error({ err: error }, 'unhandled error')
  return problemResponse(c, 'internal')
}

/** The codes of an error and of what caused it. */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at) codes.push(String(at.code))
  }
  return codes
}
