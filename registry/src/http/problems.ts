import {
  DomainError,
  Problem,
  PROBLEM_CONTENT_TYPE,
  PROBLEMS,
  type ProblemCode,
  problemOf,
} from '@crosspanel/protocol/problem'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { AppEnv } from './env.ts'

type More = Partial<Pick<Problem, 'detail' | 'errors'>> & { retryAfterS?: number | undefined }

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-json',
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'body-too-large',
  415: 'media-type-unsupported',
}

export function problemResponse(c: Context<AppEnv>, code: ProblemCode, more: More = {}): Response {
  const { retryAfterS, ...members } = more
  const body = problemOf(code, { instance: c.req.path, requestId: c.var.requestId, ...members })
  const headers = new Headers({ 'content-type': PROBLEM_CONTENT_TYPE, 'cache-control': 'no-store' })
  // A response made by hand does not get the headers that middleware has prepared.
  if (c.var.requestId !== undefined) headers.set('x-request-id', c.var.requestId)
  if (body.status === 401) headers.set('www-authenticate', 'Bearer')
  if (retryAfterS !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterS)))
  return new Response(JSON.stringify(body), { status: body.status, headers })
}

export function onNotFound(c: Context<AppEnv>): Response {
  return problemResponse(c, 'route-not-found')
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
  c.var.log.error({ err: error }, 'unhandled error')
  return problemResponse(c, 'internal')
}

/** The OpenAPI `responses` of a route that can answer with these problems. Codes that share a status share an entry. */
export function problems(...codes: readonly ProblemCode[]) {
  const byStatus = Object.groupBy(codes, (code) => String(PROBLEMS[code].status))
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group]) => [
      status,
      {
        description: (group ?? []).map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
        content: { [PROBLEM_CONTENT_TYPE]: { schema: Problem } },
      },
    ]),
  )
}
