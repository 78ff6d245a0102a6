import { type ProblemCode, PROBLEMS } from '@crosspanel/protocol/problem'
import { PROBLEM_FIXES } from '@crosspanel/protocol/problem-fixes'

/** What a problem is called, and how it is mended. */
export interface ProblemWords {
  readonly title: string
  readonly fix: string
}

export const en = Object.fromEntries(
  Object.entries(PROBLEMS).map(([code, { title }]) => [
    code,
    { title, fix: PROBLEM_FIXES[code as ProblemCode] },
  ]),
) as Record<ProblemCode, ProblemWords>
