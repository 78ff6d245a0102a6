import { isProblemCode, type ProblemCode, PROBLEMS } from '@crosspanel/protocol/problem'
import { t } from '../problems/words.ts'

export interface CatalogueEntry {
  readonly code: ProblemCode
  readonly status: number
  readonly title: string
  readonly fix: string
}

const CODES = (Object.keys(PROBLEMS) as ProblemCode[]).toSorted()

/** What a node or a registry can answer with, by code. */
export function listEntries(): readonly CatalogueEntry[] {
  return CODES.map((code) => entryOf(code))
}

/** Entries in which every word of the search occurs, in code, title or fix. */
export function searchCatalogue(text: string): readonly CatalogueEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return listEntries().filter(({ code, title, fix }) => {
    const all = `${code} ${title} ${fix}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

export function findEntry(code: string): CatalogueEntry | undefined {
  return isProblemCode(code) ? entryOf(code) : undefined
}

function entryOf(code: ProblemCode): CatalogueEntry {
  return { code, status: PROBLEMS[code].status, ...t()[code] }
}
