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
  const report = (code: Parameters<Findings['add']>[0], what: string, columns: number[]) => {
    if (columns.length === 0) return
    findings.add(code, `${what} in ${columnsShown(columns)}`, { line, count: columns.length })
  }
  report('sample-id-empty', 'an empty sample id', empty)
  report('sample-id-hostile', 'a sample id with characters that are not safe', hostile)
  report('sample-id-duplicate', 'a sample id of an earlier column', repeated)
}

function columnsShown(columns: readonly number[]): string {
  const few = columns.slice(0, COLUMNS_SHOWN).join(', ')
  const more = columns.length > COLUMNS_SHOWN ? ` and ${columns.length - COLUMNS_SHOWN} more` : ''
  return `${columns.length === 1 ? 'column' : 'columns'} ${few}${more}`
}
