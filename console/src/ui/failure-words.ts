import type { ApiFailure } from '../api/failure.ts'
import { t } from './words.ts'

export interface FailureWords {
  readonly title: string
  readonly seen?: string
  readonly fix?: string
}

/** What a failure is called, and what there is to say about it. */
export function failureWords(failure: ApiFailure): FailureWords {
  const { problem, status, retryAfterS } = failure
  const wait = retryAfterS === undefined ? {} : { fix: t().waitSeconds(retryAfterS) }
  if (failure.kind === 'unreachable') {
    return { title: t().unreachableTitle, seen: t().unreachableText, ...wait }
  }
  if (problem === undefined) return { title: t().serverTitle(status ?? 0), ...wait }
  const { title, detail } = problem
  return { title, ...(detail === undefined || detail === title ? {} : { seen: detail }), ...wait }
}
