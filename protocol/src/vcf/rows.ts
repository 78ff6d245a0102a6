import { COLON, COMMA, DOT, latin1, sameRange, SPACE, TAB } from './bytes.ts'

/** Columns before the first sample: CHROM POS ID REF ALT QUAL FILTER INFO FORMAT. */
export const FIXED_COLUMNS = 9
export const COLUMN = { CHROM: 0, POS: 1, ID: 2, REF: 3, ALT: 4, FILTER: 6, FORMAT: 8 } as const
const MAX_POSITION_DIGITS = 10

/** Where the columns of one row begin and end in the buffer: column `c` is `starts[c]` to before `ends[c]`. */
export interface RowColumns {
  readonly starts: Int32Array
  readonly ends: Int32Array
}

export function createRowColumns(): RowColumns {
  return { starts: new Int32Array(FIXED_COLUMNS), ends: new Int32Array(FIXED_COLUMNS) }
}

/** Finds the fixed columns of a row. Answers where the sample columns begin, or 0 when there are too few. */
export function splitColumns(
  { starts, ends }: RowColumns,
  data: Uint8Array,
  start: number,
  end: number,
): number {
  let column = 0
  let from = start
  for (let i = start; i < end; i++) {
    if (data[i] !== TAB) continue
    starts[column] = from
    ends[column] = i
    from = i + 1
    if (++column === FIXED_COLUMNS) return from
  }
  return 0
}

/** A whole number of at most ten digits, or -1. */
export function readPosition(data: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > MAX_POSITION_DIGITS) return -1
  let position = 0
  for (let i = start; i < end; i++) {
    const digit = (data[i] ?? 0) - 48
    if (digit < 0 || digit > 9) return -1
    position = position * 10 + digit
  }
  return position
}

export type AlleleProblem = 'equal' | 'missing' | undefined

/** Looks at the alleles of a row: `alternates` counts them, 0 for a dot. */
export function readAlleles(
  { starts, ends }: RowColumns,
  data: Uint8Array,
): { alternates: number; problem: AlleleProblem } {
  const [refStart, refEnd] = [starts[COLUMN.REF] ?? 0, ends[COLUMN.REF] ?? 0]
  const [altStart, altEnd] = [starts[COLUMN.ALT] ?? 0, ends[COLUMN.ALT] ?? 0]
  if (refEnd === refStart || altEnd === altStart) return { alternates: 0, problem: 'missing' }
  if (altEnd - altStart === 1 && data[altStart] === DOT) {
    return { alternates: 0, problem: undefined }
  }
  let alternates = 0
  let problem: AlleleProblem
  for (let from = altStart, next: number; from <= altEnd; from = next + 1) {
    next = endOfAllele(data, from, altEnd)
    alternates++
    if (sameRange(data, from, next, refStart, refEnd)) problem = 'equal'
  }
  return { alternates, problem }
}

function endOfAllele(data: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && data[at] !== COMMA) at++
  return at
}

/** Where GT stands in FORMAT: `first`, `later`, or not at all. */
export function placeOfGt(
  data: Uint8Array,
  start: number,
  end: number,
): 'only' | 'first' | 'later' | undefined {
  const startsWithGt = data[start] === 71 && data[start + 1] === 84 && end - start >= 2
  if (startsWithGt && end - start === 2) return 'only'
  const fields = latin1(data, start, end).split(':')
  const index = fields.indexOf('GT')
  if (index < 0) return undefined
  return index === 0 ? 'first' : 'later'
}

/** Whether a GT ends at `at`: before another FORMAT field, the next sample, or the line's end. */
export function isCallEnd(data: Uint8Array, at: number, end: number): boolean {
  return at >= end || data[at] === TAB || data[at] === COLON
}

/** Whether a row was written with spaces instead of tabs. */
export function isSpaced(data: Uint8Array, start: number, end: number): boolean {
  const row = data.subarray(start, end)
  return row.includes(SPACE) && !row.includes(TAB)
}
