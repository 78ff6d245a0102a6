import { COLON, DOT, NINE, PIPE, SLASH, TAB, ZERO } from '../vcf/bytes.ts'
import type { Phase } from './report.ts'

/** A genotype of one digit an allele takes three bytes and a tab. */
const SHORT_CALL_BYTES = 4
const DIPLOID = 2

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
  let sawPhased = false
  let sawUnphased = false

  /** Whether all genotypes are short and right; says nothing of a row where they are not. */
  function scanShort(data: Uint8Array, start: number, end: number, maxAllele: number): boolean {
    const highest = ZERO + maxAllele
    let phased = sawPhased
    let unphased = sawUnphased
    for (let i = start; i < end; i += SHORT_CALL_BYTES) {
      const a = data[i] ?? 0
      const separator = data[i + 1]
      const b = data[i + 2] ?? 0
      if (i + 3 < end && data[i + 3] !== TAB) return false
      if (a === DOT && b === DOT && (separator === SLASH || separator === PIPE)) continue
      if ((a < ZERO || a > highest) && a !== DOT) return false
      if ((b < ZERO || b > highest) && b !== DOT) return false
      if (separator === SLASH) unphased = true
      else if (separator === PIPE) phased = true
      else return false
    }
    sawPhased = phased
    sawUnphased = unphased
    return true
  }

  /** Reads one GT at `at`, judges it, and answers where it ends. */
  function scanCall(
    data: Uint8Array,
    at: number,
    end: number,
    maxAllele: number,
    sample: number,
  ): number {
    let i = at
    let ploidy = 0
    let called = 0
    let isReadable = true
    let isInRange = true
    let separators = 0
    for (;;) {
      const first = i
      let allele = 0
      if (data[i] === DOT && i < end) i++
      else {
        for (let byte = data[i] ?? 0; i < end && byte >= ZERO && byte <= NINE;) {
          allele = allele * 10 + byte - ZERO
          byte = data[++i] ?? 0
        }
        called++
      }
      if (i === first) isReadable = false
      if (allele > maxAllele) isInRange = false
      ploidy++
      const byte = i < end ? data[i] : TAB
      if (byte === TAB || byte === COLON) break
      if (byte === PIPE) separators |= 1
      else if (byte === SLASH) separators |= 2
      else {
        isReadable = false
        break
      }
      i++
    }
    if (!isReadable) problems.unreadable++
    else judge(ploidy, called, isInRange, separators, sample)
    return i
  }

  function judge(
    ploidy: number,
    called: number,
    isInRange: boolean,
    separators: number,
    sample: number,
  ): void {
    if (!isInRange) problems.outOfRange++
    if (called === 0) return
    if (separators & 1) sawPhased = true
    if (separators & 2) sawUnphased = true
    if (ploidy > DIPLOID) problems.polyploid++
    if (ploidy === 1) {
      problems.haploid++
      isHaploid[sample] = 1
    }
  }

  function scanLong(data: Uint8Array, start: number, end: number, maxAllele: number): void {
    let i = start
    let sample = 0
    for (;;) {
      i = scanCall(data, i, end, maxAllele, sample)
      while (i < end && data[i] !== TAB) i++
      sample++
      if (i >= end) break
      i++
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
      if (sawPhased) return sawUnphased ? 'mixed' : 'phased'
      return 'unphased'
    },
  }
}
