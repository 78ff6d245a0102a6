import type { Findings } from './findings.ts'

export const MAX_SAMPLE_ID_CHARACTERS = 255
const COLUMNS_SHOWN = 5
/** Columns before the first sample: CHROM to FORMAT. */
const FIXED_COLUMNS = 9

/** Control and invisible characters, and what stands for bytes that are no UTF-8. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/u
/** Quotes, markup, and what a shell does not take literally. */
const ACTIVE = /["'`<>;|&$(){}[\]*?!\\]/
/** What a spreadsheet takes for a formula, and a command line for an option. */
const FORMULA_START = /^[=+\-@]/
/** Space at an end is lost in tables, and the id with it. */
const SPACED = /^\s|\s$/
const PATH = /^\/|^\.{1,2}$|\.\.\/|\/\.\.|^~/

/** Whether an id is dangerous where ids end up: spreadsheets, shells, web pages, file names. */
export function isHostileSampleId(id: string): boolean {
  return (
    id.length > MAX_SAMPLE_ID_CHARACTERS ||
    INVISIBLE.test(id) ||
    ACTIVE.test(id) ||
    FORMULA_START.test(id) ||
    PATH.test(id) ||
    SPACED.test(id)
  )
}

/** Looks at the ids of a column line. Findings name columns, never ids (T30). */
export function checkSampleIds(ids: readonly string[], findings: Findings, line: number): void {
  const empty: number[] = []
  const hostile: number[] = []
  const repeated: number[] = []
  const seen = new Set<string>()
  ids.forEach((id, index) => {
    const column = FIXED_COLUMNS + index + 1
    if (id.trim() === '') empty.push(column)
    else if (isHostileSampleId(id)) hostile.push(column)
    if (id !== '' && seen.has(id)) repeated.push(column)
    seen.add(id)
  })
  const report = (code: `sample-id-${'empty' | 'hostile' | 'duplicate'}`, found: number[]) => {
    const count = found.length
    if (count === 0) return
    const columns = found.slice(0, COLUMNS_SHOWN).join(', ')
    const more = count - COLUMNS_SHOWN
    if (more > 0) findings.add(`${code}.many`, { line, count, params: { columns, more } })
    else findings.add(`${code}.few`, { line, count, params: { columns, count } })
  }
  report('sample-id-empty', empty)
  report('sample-id-hostile', hostile)
  report('sample-id-duplicate', repeated)
}
