import { type Destination, type Kind, KINDS } from './destination.ts'

/** More than anybody reads: the next letter leaves fewer. */
const MOST = 50

/** Where a word stands; the smaller the better. */
const PLACES = { start: 0, wordStart: 1, within: 2, moreWordStart: 4, moreWithin: 5 } as const

/** There are a hundred settings and errors, with many words: they come after the places, unless named whole. */
const BEHIND: Readonly<Partial<Record<Kind, number>>> = { setting: 10, error: 10 }

/**
 * What was typed for, the best first: every word has to occur, those in the label count before those
 * beside it, and those at the start before those within. Without a word, the pages.
 */
export function rank(typed: string, all: readonly Destination[]): readonly Destination[] {
  const wanted = fold(typed)
  const words = wanted.split(/\s+/).filter(Boolean)
  if (words.length === 0) return all.filter(({ kind }) => kind === 'page').slice(0, MOST)
  return all
    .map((destination) => ({ destination, score: scoreOf(destination, wanted.trim(), words) }))
    .filter(({ score }) => Number.isFinite(score))
    .toSorted((a, b) => a.score - b.score || kindOf(a) - kindOf(b))
    .slice(0, MOST)
    .map(({ destination }) => destination)
}

function scoreOf(
  { kind, label, more = '' }: Destination,
  wanted: string,
  words: readonly string[],
): number {
  const [name, beside] = [fold(label), fold(more)]
  if (name === wanted) return -2
  const behind = BEHIND[kind] ?? 0
  if (name.startsWith(wanted)) return behind - 1
  return words.reduce((sum, word) => sum + placeOf(word, name, beside), behind)
}

function placeOf(word: string, name: string, beside: string): number {
  if (name.startsWith(word)) return PLACES.start
  if (startsWord(name, word)) return PLACES.wordStart
  if (name.includes(word)) return PLACES.within
  if (startsWord(beside, word)) return PLACES.moreWordStart
  return beside.includes(word) ? PLACES.moreWithin : Infinity
}

/** Words of codes and ids are parted by other characters than spaces. */
function startsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true
  }
  return false
}

/** Without accents and capitals: "resultats" finds “Résultats”. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

const kindOf = ({ destination }: { readonly destination: Destination }) =>
  KINDS.indexOf(destination.kind)
