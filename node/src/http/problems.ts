import {
  DomainError,
  PROBLEM_CONTENT_TYPE,
  PROBLEMS,
  Problem,
  problemOf,
  type ProblemCode,
} from '@crosspanel/protocol/problem'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { isDatabaseAway } from '../peers/database-away.ts'
import type { AppEnv } from './env.ts'

const DATABASE_RETRY_S = 5

type More = Partial<Pick<Problem, 'detail' | 'errors'>> & {
  retryAfterS?: number | undefined
  headers?: Readonly<Record<string, string>>
}

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-json',
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'body-too-large',
  415: 'media-type-unsupported',
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
      detail: error.message,
      ...(error.errors ? { errors: error.errors } : {}),
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

/** Named, so that the OpenAPI description has it once. */
const NamedProblem = Problem.meta({ id: 'Problem' })

type StatusOf<C extends ProblemCode> = (typeof PROBLEMS)[C]['status']
type ProblemResponses<C extends ProblemCode> = Record<
  StatusOf<C>,
  {
    description: string
    content: { [PROBLEM_CONTENT_TYPE]: { schema: typeof Problem } }
  }
>

/** The OpenAPI `responses` of a route that can answer with these problems. Codes that share a status share an entry. */
export function problems<C extends ProblemCode>(...codes: readonly C[]): ProblemResponses<C> {
  const byStatus = Object.groupBy(codes, (code) => String(PROBLEMS[code].status))
  return Object.fromEntries(
    Object.entries<C[] | undefined>(byStatus).map(([status, group]) => [
      status,
      {
        description: (group ?? []).map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
        content: { [PROBLEM_CONTENT_TYPE]: { schema: NamedProblem } },
      },
    ]),
  ) as ProblemResponses<C>
}
