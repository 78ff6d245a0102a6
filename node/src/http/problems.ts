import {
  DomainError,
  membersOf,
  PROBLEM_CONTENT_TYPE,
  type Problem,
  problemOf,
  type ProblemCode,
} from '@crosspanel/protocol/problem'
import { CODE_OF_STATUS } from '@crosspanel/protocol/problem-responses'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { isDatabaseAway } from '../peers/database-away.ts'
import type { AppEnv } from './env.ts'

const DATABASE_RETRY_S = 5

type More = Partial<Pick<Problem, 'detail' | 'told' | 'errors'>> & {
  retryAfterS?: number | undefined
  headers?: Readonly<Record<string, string>>
}

/** The part of a context that an answer needs, whatever else its routes have put there. */
type Answering = Pick<Context, 'req' | 'header' | 'newResponse'> & {
  readonly var: Pick<AppEnv['Variables'], 'requestId'>
}

export function problemResponse(c: Answering, code: ProblemCode, more: More = {}): Response {
  const { retryAfterS, headers, ...members } = more
  const body = problemOf(code, { instance: c.req.path, requestId: c.var.requestId, ...members })
  c.header('content-type', PROBLEM_CONTENT_TYPE)
  c.header('cache-control', 'no-store')
  if (body.status === 401) c.header('www-authenticate', 'Bearer')
  if (retryAfterS !== undefined) c.header('retry-after', String(Math.ceil(retryAfterS)))
  for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value)
  // The status may be one that Hono's types do not know (460, tus checksum extension).
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
  if (holdsUnstorableText(error)) return problemResponse(c, 'invalid-request')
  // An error of the file system has the same codes, and a path.
  if (isDatabaseAway(error) && !('path' in error)) {
    c.var.log.warn({ err: error }, 'the database cannot answer')
    return problemResponse(c, 'not-ready', { retryAfterS: DATABASE_RETRY_S })
  }
  c.var.log.error({ err: error }, 'unhandled error')
  return problemResponse(c, 'internal')
}

/** Postgres stores no NUL character (22021, 22P05), which JSON may hold. */
function holdsUnstorableText(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && (at.code === '22021' || at.code === '22P05')) return true
  }
  return false
}
