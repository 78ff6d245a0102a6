import type { Problem } from '@crosspanel/protocol/problem'
import { type ApiFailure, asFailure } from '../api/failure.ts'
import { loadProblemWords, problemDetail, problemFault, problemWords } from './problem-words.ts'
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
  readonly seenLang?: 'en' | undefined
  readonly fixLang?: 'en' | undefined
}

/** What a failure is called, and what there is to say about it. */
export function failureWords(failure: ApiFailure): FailureWords {
  const { kind, problem, status, retryAfterS } = failure
  const wait = retryAfterS === undefined ? {} : { fix: t().waitSeconds(retryAfterS) }
  if (kind === 'unreachable') {
    return { title: t().unreachableTitle, why: t().unreachableText, ...wait }
  }
  if (problem === undefined) return { title: t().serverTitle(status ?? 0), ...wait }
  return { ...titleOf(problem), ...seenOf(problem), ...ownFixOf(problem), ...wait }
}

/** What is to be corrected in single places of a request. What is wrong with all of it is told by the problem itself. */
export const faultsOf = (problem: Problem | undefined) =>
  problem?.errors?.filter(({ pointer }) => pointer) ?? []

/** Asking again changes nothing: it is not there, not any more, or not for this account. */
export const isFinal = ({ status, problem }: ApiFailure): boolean =>
  [403, 404, 410].includes(problem?.status ?? status ?? 0)

/** The page that a page of one thing was come to from: `/jobs` for `/jobs/<id>/results`. */
export function upFrom(path: string): string {
  const [, list] = /^(\/.+?)\/[^/]*[\d:%]/.exec(path) ?? []
  return list ?? '/'
}

function titleOf(problem: Problem): FailureWords {
  const { type, code, title } = problem
  const known = problemWords(code)
  if (known === undefined) return { title, ...(type === OF_THIS_PAGE ? {} : { titleLang: 'en' }) }
  // Each of the errors says what to do about it.
  return faultsOf(problem).length > 0 ? { title: known.title } : known
}

/** What is said of all of the request is more to the point than what helps with any problem of the code. */
function ownFixOf(problem: Problem): Pick<FailureWords, 'fix' | 'fixLang'> {
  const whole = problem.errors?.find(({ pointer, fix }) => pointer === '' && fix)
  const own = whole && problemFault(whole).fix
  return own === undefined ? {} : { fix: own.text, fixLang: own.lang }
}

function seenOf(problem: Problem): Pick<FailureWords, 'seen' | 'seenLang'> {
  const { type, title, detail } = problem
  if (detail === undefined || detail === title) return {}
  if (type === OF_THIS_PAGE) return { seen: detail }
  const { text, lang } = problemDetail(problem) ?? { text: detail, lang: 'en' }
  return { seen: text, seenLang: lang }
}

/** What to call what was thrown, where there is room for no more. */
export async function failureTitle(error: unknown): Promise<string> {
  const failure = asFailure(error)
  if (failure.problem !== undefined) await loadProblemWords()
  return failureWords(failure).title
}
