import { hash } from 'node:crypto'

/** Longer statements are cut; a digest tells them apart. */
const MAX_CHARS = 1_000
/** Statements whose fingerprints are remembered. */
const REMEMBERED = 1_000

const VALUES = String.raw`\((?:\?|default)(?:, (?:\?|default))*\)`

/** The statement without any value, the same for lists of any length. */
export function fingerprintOf(statement: string): string {
  const plain = statement
    .replaceAll(/\/\*.*?\*\/|--[^\n]*/gs, ' ')
    .replaceAll(/\$(\w*)\$.*?\$\1\$/gs, '?')
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/\$\d+/g, '?')
    .replaceAll(/(?<![\w"])\d+(?:\.\d+)?(?![\w"])/g, '?')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s*,\s*/g, ', ')
    .replaceAll(/(\bin|= ?any) \(\?(?:, \?)*\)/gi, '$1 (…)')
    .replaceAll(new RegExp(`(${VALUES})(?:, ${VALUES})+`, 'g'), '$1, …')
    .trim()
  if (plain.length <= MAX_CHARS) return plain
  return `${plain.slice(0, MAX_CHARS)}… #${hash('sha256', plain).slice(0, 8)}`
}

/** As `fingerprintOf`; drizzle makes the same text over and over. */
export function createFingerprints(): (statement: string) => string {
  const known = new Map<string, string>()
  return (statement) => {
    const found = known.get(statement)
    if (found !== undefined) return found
    const made = fingerprintOf(statement)
    if (known.size >= REMEMBERED) known.clear()
    known.set(statement, made)
    return made
  }
}
