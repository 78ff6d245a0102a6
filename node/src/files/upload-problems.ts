import {
  DomainError,
  type Problem,
  PROBLEM_CONTENT_TYPE,
  type ProblemCode,
  problemOf,
  problemOfError,
} from '@crosspanel/protocol/problem'
import { TUS_RESUMABLE } from '@tus/server'

const TUS_HEADERS = {
  'content-type': PROBLEM_CONTENT_TYPE,
  'cache-control': 'no-store',
  'tus-resumable': TUS_RESUMABLE,
}

/** The refusals of the tus library by their status. */
const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  403: 'invalid-request',
  404: 'file-not-found',
  409: 'offset-mismatch',
  410: 'upload-expired',
  412: 'tus-version-unsupported',
  413: 'body-too-large',
  501: 'invalid-request',
}

/** With the time after which to come again, where whoever refused knows it. */
export function headersOfFailure(failure: unknown): Record<string, string> {
  const retryAfterS = failure instanceof DomainError ? failure.retryAfterS : undefined
  return retryAfterS === undefined
    ? TUS_HEADERS
    : { ...TUS_HEADERS, 'retry-after': String(retryAfterS) }
}

/**
 * The problem that a failed tus request is answered with. `failure` is what was thrown, if anything;
 * `words` is the library's own text. What nobody threw on purpose is thrown again.
 */
export function problemOfFailure(failure: unknown, status: number, words: string): Problem {
  if (failure instanceof DomainError) return problemOfError(failure)
  const isRefusal = failure === undefined || (isObject(failure) && 'status_code' in failure)
  const code = isRefusal ? CODE_OF_STATUS[status] : undefined
  if (code === undefined) throw asError(failure)
  return problemOf(code, { detail: words.trim() })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error('the upload failed', { cause: failure })
}
