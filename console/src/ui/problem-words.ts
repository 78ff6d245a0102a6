import type { Problem, ProblemDetail } from '@crosspanel/protocol/problem'
import { createSignal } from 'solid-js'
import type * as Words from '../problems/words.ts'

const [words, setWords] = createSignal<typeof Words>()
let underWay: Promise<void> | undefined

/** Most pages never show a problem, so its words come when one does. Without them it is told in the server's English. */
export function loadProblemWords(): Promise<void> {
  underWay ??= import('../problems/words.ts').then(
    (loaded) => {
      setWords(loaded)
    },
    () => {
      underWay = undefined
    },
  )
  return underWay
}

/** In the page's language, as soon as they are there. */
export function problemWords(code: string): ReturnType<typeof Words.wordsOf> {
  void loadProblemWords()
  return words()?.wordsOf(code)
}

/** One of a problem's `errors`, in the page's language where it has words for it. */
export function problemFault(fault: ProblemDetail): ReturnType<typeof Words.faultSaid> {
  void loadProblemWords()
  const { detail, fix } = fault
  return (
    words()?.faultSaid(fault) ?? {
      detail: { text: detail, lang: 'en' },
      fix: fix === undefined ? undefined : { text: fix, lang: 'en' },
    }
  )
}

/** What was seen, in the page's language where it has words for it. */
export function problemDetail(problem: Problem): ReturnType<typeof Words.detailOf> | undefined {
  void loadProblemWords()
  return words()?.detailOf(problem)
}
