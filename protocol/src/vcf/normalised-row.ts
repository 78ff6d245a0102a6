import { COLON, DOT, NINE, PIPE, SLASH, TAB, ZERO, LINE_FEED, type Bytes } from './bytes.ts'
import type { NormaliseShape } from './normalise.ts'
import { COLUMN, isCallEnd, type RowColumns } from './rows.ts'

const MAX_ID_BYTES = 100
const SHORT_CALL_BYTES = 4
const FIRST_CAPACITY_BYTES = 1024 * 1024
/** Room for the columns that are written whatever the row holds. */
const FIXED_BYTES = 64

const VARIANT_ID = bytesAllowed(/[A-Za-z0-9:_.;-]/)
const ALLELES = bytesAllowed(/[A-Za-z0-9*.,<>:[\]_=+-]/)
const DIGITS = bytesAllowed(/[0-9]/)

/** Writes rows into a growing buffer: CHROM POS ID REF ALT . FILTER . GT and the genotypes. */
export function createNormalisedRow({ samples, filters }: NormaliseShape) {
  const encoder = new TextEncoder()
  const knownFilters = new Set([...filters, 'PASS', '.'])
  let out = new Uint8Array(FIRST_CAPACITY_BYTES)
  let at = 0
  let records = 0
  let chromosomeBytes = new Uint8Array()

  function reserve(bytes: number): void {
    if (at + bytes <= out.length) return
    const grown = new Uint8Array(Math.max(out.length * 2, at + bytes))
    grown.set(out.subarray(0, at))
    out = grown
  }

  function copy(data: Uint8Array, start: number, end: number): void {
    out.set(data.subarray(start, end), at)
    at += end - start
    out[at++] = TAB
  }

  /** Copies a column if all of its bytes are allowed, else writes `instead`. */
  function copyIf(
    allowed: Uint8Array,
    data: Uint8Array,
    start: number,
    end: number,
    instead: string,
  ): void {
    let isAllowed = end > start
    for (let i = start; i < end && isAllowed; i++) isAllowed = allowed[data[i] ?? 0] === 1
    if (isAllowed) copy(data, start, end)
    else text(instead)
  }

  function text(value: string): void {
    at += encoder.encodeInto(value, out.subarray(at)).written
    out[at++] = TAB
  }

  function writeSite({ starts, ends }: RowColumns, data: Uint8Array): void {
    const column = (index: number): [number, number] => [starts[index] ?? 0, ends[index] ?? 0]
    const [idStart, idEnd] = column(COLUMN.ID)
    copy(chromosomeBytes, 0, chromosomeBytes.length)
    copyIf(DIGITS, data, ...column(COLUMN.POS), '0')
    if (idEnd - idStart > MAX_ID_BYTES) text('.')
    else copyIf(VARIANT_ID, data, idStart, idEnd, '.')
    copyIf(ALLELES, data, ...column(COLUMN.REF), 'N')
    copyIf(ALLELES, data, ...column(COLUMN.ALT), '.')
    text('.')
    writeFilter(data, ...column(COLUMN.FILTER))
    text('.')
    text('GT')
  }

  function writeFilter(data: Uint8Array, start: number, end: number): void {
    const isDot = end - start === 1 && data[start] === DOT
    const value = isDot ? '.' : new TextDecoder().decode(data.subarray(start, end))
    const isKnown = value.split(';').every((filter) => knownFilters.has(filter))
    // `unnamed` is in the shape when the check met a value that is not carried on.
    text(isKnown ? value : 'unnamed')
  }

  /** Copies a row of three bytes a genotype as a whole, if that is what it is. */
  function copyShort(data: Uint8Array, start: number, end: number): boolean {
    if (end - start !== SHORT_CALL_BYTES * samples - 1) return false
    for (let i = start; i < end; i += SHORT_CALL_BYTES) {
      const separator = data[i + 1]
      if (separator !== SLASH && separator !== PIPE) return false
      if (!isAlleleByte(data[i]) || !isAlleleByte(data[i + 2])) return false
      if (i + 3 < end && data[i + 3] !== TAB) return false
    }
    copy(data, start, end)
    return true
  }

  /**
   * Copies the GT at `from`. Answers where it ends, or -1 when it is no diploid genotype. Missing
   * ones are written with two dots, because engines take a bare dot for a haploid genotype.
   */
  function copyCall(data: Uint8Array, from: number, end: number): number {
    const outFrom = at
    let isCalled = false
    let separator = SLASH
    let i = from
    for (; !isCallEnd(data, i, end); i++) {
      const byte = data[i] ?? 0
      if (byte === PIPE) separator = PIPE
      else if (isDigit(byte)) isCalled = true
      else if (byte !== DOT && byte !== SLASH) return -1
      out[at++] = byte
    }
    if (isCalled) return i - from < 3 ? -1 : i
    at = outFrom
    for (const byte of [DOT, separator, DOT]) out[at++] = byte
    return i === from ? -1 : i
  }

  /** Copies the GT of each sample. Answers what is wrong, if something is. */
  function copyLong(data: Uint8Array, start: number, end: number): string | undefined {
    let sample = 0
    for (let i = start; i <= end; i++, sample++) {
      i = copyCall(data, i, end)
      if (i < 0) return 'a genotype is not diploid'
      out[at++] = TAB
      while (i < end && data[i] !== TAB) i++
    }
    return sample === samples ? undefined : 'a row has another number of samples'
  }

  return {
    begin(chromosome: string, header: string): void {
      chromosomeBytes = encoder.encode(chromosome)
      const bytes = encoder.encode(header)
      reserve(bytes.length)
      out.set(bytes, at)
      at += bytes.length
    },
    /** Writes one row. Answers what is wrong with it, if something is. */
    write(
      columns: RowColumns,
      data: Uint8Array,
      samplesStart: number,
      end: number,
    ): string | undefined {
      const rowStart = columns.starts[0] ?? 0
      reserve(end - rowStart + 2 * samples + FIXED_BYTES)
      const [formatStart, formatEnd] = [columns.starts[8] ?? 0, columns.ends[8] ?? 0]
      const isGt = data[formatStart] === 71 && data[formatStart + 1] === 84
      const isGtFirst = formatEnd - formatStart === 2 || data[formatStart + 2] === COLON
      if (!isGt || !isGtFirst) return 'a row does not begin its FORMAT with GT'
      writeSite(columns, data)
      if (!copyShort(data, samplesStart, end)) {
        const problem = copyLong(data, samplesStart, end)
        if (problem !== undefined) return problem
      }
      out[at - 1] = LINE_FEED
      records++
      return undefined
    },
    isEmpty: () => at === 0,
    /** Hands over what was written since the last time. */
    take(): { records: number; text: Bytes } {
      const piece = { records, text: out.slice(0, at) }
      at = 0
      records = 0
      return piece
    },
  }
}

function isAlleleByte(byte: number | undefined): boolean {
  return byte === DOT || (byte !== undefined && isDigit(byte))
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE
}

/** A table of 256 entries, 1 for each byte that the expression matches. */
function bytesAllowed(expression: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    expression.test(String.fromCharCode(byte)) ? 1 : 0,
  )
}
