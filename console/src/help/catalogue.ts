import { PROBLEM_FIXES } from '@crosspanel/protocol/problem-fixes'
import { isProblemCode, type ProblemCode, PROBLEMS } from '@crosspanel/protocol/problem'

export interface CatalogueEntry {
  readonly code: ProblemCode
  readonly status: number
  readonly title: string
  readonly fix: string
  readonly isRetryable: boolean
}

/** What a node or a registry can answer with, by code. */
export const CATALOGUE: readonly CatalogueEntry[] = (Object.keys(PROBLEMS) as ProblemCode[])
  .map((code) => entryOf(code))
  .toSorted((a, b) => a.code.localeCompare(b.code))

/** Entries in which every word of the search occurs, in code, title or fix. */
export function searchCatalogue(text: string): readonly CatalogueEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return CATALOGUE.filter(({ code, title, fix }) => {
    const all = `${code} ${title} ${fix}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

export function findEntry(code: string): CatalogueEntry | undefined {
  return isProblemCode(code) ? entryOf(code) : undefined
}

function entryOf(code: ProblemCode): CatalogueEntry {
  const { status, title, ...more } = PROBLEMS[code]
  return {
    code,
    status,
    title,
    fix: PROBLEM_FIXES[code],
    isRetryable: 'retryable' in more,
  }
}
