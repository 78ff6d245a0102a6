import { DOT, PIPE, SLASH, TAB, ZERO } from '../vcf/bytes.ts'
import { isCallEnd } from '../vcf/rows.ts'
import type { Phase } from './report.ts'

/** A genotype of one digit an allele takes three bytes and a tab. */
const SHORT_CALL_BYTES = 4
const DIPLOID = 2
const MISSING = -1
const UNREADABLE = -2
/** Bits for the separators of called genotypes. */
const PHASED = 1
const UNPHASED = 2

/** What is wrong with the genotypes of one row, counted in genotypes. */
export interface RowProblems {
  unreadable: number
  outOfRange: number
  haploid: number
  polyploid: number
  /** Sample columns of the row. */
  columns: number
}

/**
 * Reads the genotypes of rows without making a string of any: three bytes a genotype where
 * FORMAT is GT alone, a walk over the bytes otherwise.
 */
export function createGenotypeScanner(samples: number) {
  const isHaploid = new Uint8Array(samples)
  const problems: RowProblems = {
    unreadable: 0,
    outOfRange: 0,
    haploid: 0,
    polyploid: 0,
    columns: 0,
  }
  let seenSeparators = 0
  let cursor = 0

  /** Whether all genotypes are short and right; says nothing of a row where they are not. */
  function scanShort(data: Uint8Array, start: number, end: number, maxAllele: number): boolean {
    const highest = ZERO + maxAllele
    let separators = 0
    for (let i = start; i < end; i += SHORT_CALL_BYTES) {
      const a = data[i] ?? 0
      const b = data[i + 2] ?? 0
      const separator = separatorOf(data[i + 1])
      if (i + 3 < end && data[i + 3] !== TAB) return false
      if (separator === 0 || !isAllele(a, highest) || !isAllele(b, highest)) return false
      if (a !== DOT || b !== DOT) separators |= separator
    }
    see(separators)
    return true
  }

  /** Reads the allele at `from` and puts `cursor` behind it. Answers its number, or one below 0. */
  function readAllele(data: Uint8Array, from: number, end: number): number {
    cursor = from
    if (from < end && data[from] === DOT) {
      cursor++
      return MISSING
    }
    let allele = 0
    for (; cursor < end; cursor++) {
      const digit = (data[cursor] ?? 0) - ZERO
      if (digit < 0 || digit > 9) break
      allele = allele * 10 + digit
    }
    return cursor === from ? UNREADABLE : allele
  }

  /** Reads the GT at `cursor`, judges it, and leaves `cursor` behind it. */
  function scanCall(data: Uint8Array, end: number, maxAllele: number, sample: number): void {
    let ploidy = 0
    let called = 0
    let highest = 0
    let separators = 0
    for (;;) {
      const allele = readAllele(data, cursor, end)
      if (allele === UNREADABLE) break
      ploidy++
      if (allele !== MISSING) called++
      if (allele > highest) highest = allele
      if (isCallEnd(data, cursor, end)) {
        if (called > 0) judge(ploidy, highest > maxAllele, separators, sample)
        return
      }
      const separator = separatorOf(data[cursor])
      if (separator === 0) break
      separators |= separator
      cursor++
    }
    problems.unreadable++
  }

  function judge(ploidy: number, isOutOfRange: boolean, separators: number, sample: number): void {
    see(separators)
    if (isOutOfRange) problems.outOfRange++
    if (ploidy > DIPLOID) problems.polyploid++
    if (ploidy === 1) {
      problems.haploid++
      isHaploid[sample] = 1
    }
  }

  function see(separators: number): void {
    seenSeparators |= separators
  }

  function scanLong(data: Uint8Array, start: number, end: number, maxAllele: number): void {
    cursor = start
    let sample = 0
    for (;;) {
      scanCall(data, end, maxAllele, sample)
      while (cursor < end && data[cursor] !== TAB) cursor++
      sample++
      if (cursor >= end) break
      cursor++
    }
    problems.columns = sample
  }

  return {
    /**
     * Reads the sample columns from `start` to before `end`. `isGtOnly`: FORMAT is GT. The answer
     * is used again for the next row.
     */
    scan(
      data: Uint8Array,
      start: number,
      end: number,
      maxAllele: number,
      isGtOnly: boolean,
    ): RowProblems {
      problems.unreadable = 0
      problems.outOfRange = 0
      problems.haploid = 0
      problems.polyploid = 0
      problems.columns = samples
      const isShort = isGtOnly && maxAllele <= 9 && end - start === SHORT_CALL_BYTES * samples - 1
      if (!isShort || !scanShort(data, start, end, maxAllele)) scanLong(data, start, end, maxAllele)
      return problems
    },
    haploidSamples: (): number => isHaploid.reduce((count, flag) => count + flag, 0),
    phase: (): Phase => {
      if (seenSeparators === (PHASED | UNPHASED)) return 'mixed'
      return seenSeparators === PHASED ? 'phased' : 'unphased'
    },
  }
}

function separatorOf(byte: number | undefined): number {
  if (byte === SLASH) return UNPHASED
  return byte === PIPE ? PHASED : 0
}

function isAllele(byte: number, highest: number): boolean {
  return byte === DOT || (byte >= ZERO && byte <= highest)
}
