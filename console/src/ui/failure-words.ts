import type { Problem } from '@crosspanel/protocol/problem'
import { type ApiFailure, asFailure } from '../api/failure.ts'
import { loadProblemWords, problemWords } from './problem-words.ts'
import { t } from './words.ts'

/** The type of problems that no server has told of. */
export const OF_THIS_PAGE = 'about:blank'

export interface FailureWords {
  readonly title: string
  readonly seen?: string
  readonly why?: string
  readonly fix?: string
  /** Where they are not in the page's language: servers speak English. */
  readonly titleLang?: 'en'
  readonly seenLang?: 'en'
}

/** What a failure is called, and what there is to say about it. */
export function failureWords(failure: ApiFailure): FailureWords {
  const { kind, problem, status, retryAfterS } = failure
  const wait = retryAfterS === undefined ? {} : { fix: t().waitSeconds(retryAfterS) }
  if (kind === 'unreachable') {
    return { title: t().unreachableTitle, why: t().unreachableText, ...wait }
  }
  if (problem === undefined) return { title: t().serverTitle(status ?? 0), ...wait }
  return { ...titleOf(problem), ...seenOf(problem), ...wait }
}

function titleOf({ type, code, title, errors = [] }: Problem): FailureWords {
  const known = problemWords(code)
  if (known === undefined) return { title, ...(type === OF_THIS_PAGE ? {} : { titleLang: 'en' }) }
  // Each of the errors says what to do about it.
  return errors.length > 0 ? { title: known.title } : known
}

function seenOf({ type, title, detail }: Problem): Pick<FailureWords, 'seen' | 'seenLang'> {
  if (detail === undefined || detail === title) return {}
  return { seen: detail, ...(type === OF_THIS_PAGE ? {} : { seenLang: 'en' }) }
}

/** What to call what was thrown, where there is room for no more. */
export async function failureTitle(error: unknown): Promise<string> {
  const failure = asFailure(error)
  if (failure.problem !== undefined) await loadProblemWords()
  return failureWords(failure).title
}
