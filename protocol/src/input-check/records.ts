import { variantHash } from '../variant-sketch.ts'
import { latin1 } from '../vcf/bytes.ts'
import { createChromosomeTracker } from './chromosomes.ts'
import { isPlain, type Findings } from './findings.ts'
import { createGenotypeScanner, type RowProblems } from './genotypes.ts'
import type { InputLimits } from './limits.ts'
import {
  COLUMN,
  createRowColumns,
  FIXED_COLUMNS,
  isSpaced,
  placeOfGt,
  readAlleles,
  readPosition,
  splitColumns,
} from '../vcf/rows.ts'

const MAX_FILTERS = 100
/** Stands for FILTER values that are too many or too strange to be carried on. */
export const UNNAMED_FILTER = 'unnamed'
/** What a FILTER value may look like to be carried on. */
const FILTER_VALUE = /^[A-Za-z0-9_.-]{1,60}$/

/** Takes the hash of each row that quality control can look for in a panel. */
export type OnVariant = (hash: number) => void

export type Rows = ReturnType<ReturnType<typeof createRecordReader>['result']>

/** Reads rows; every problem of a row is told, so that one check tells about all of them. */
export function createRecordReader(
  samples: number,
  findings: Findings,
  limits: InputLimits,
  onVariant?: OnVariant,
) {
  const columns = createRowColumns()
  const { starts, ends } = columns
  const chromosomes = createChromosomeTracker(findings, limits)
  const genotypes = createGenotypeScanner(samples)
  const filters = new Set<string>()
  let records = 0
  let lastFilter = ''
  let haploidLine = 0

  function readAllelesOf(data: Uint8Array, line: number): number {
    const { alternates, problem } = readAlleles(columns, data)
    if (problem === 'equal') findings.add('alleles-equal', { line })
    if (problem === 'missing') findings.add('alleles-missing', { line })
    return alternates
  }

  function readFilter(data: Uint8Array): void {
    const [start, end] = bounds(COLUMN.FILTER)
    const value = latin1(data, start, Math.min(end, start + 1000))
    if (value === lastFilter) return
    lastFilter = value
    for (const filter of value.split(';')) {
      if (filter === 'PASS' || filter === '.' || filters.has(filter)) continue
      const isKept = FILTER_VALUE.test(filter) && filters.size < MAX_FILTERS
      filters.add(isKept ? filter : UNNAMED_FILTER)
    }
  }

  function readGenotypes(
    data: Uint8Array,
    start: number,
    end: number,
    alternates: number,
    isAutosome: boolean,
    line: number,
  ): void {
    const place = placeOfGt(data, ...bounds(COLUMN.FORMAT))
    if (place === undefined) findings.add('gt-missing', { line })
    if (place === 'later') findings.add('gt-not-first', { line })
    if (place !== 'only' && place !== 'first') return
    const row = genotypes.scan(data, start, end, alternates, place === 'only')
    if (row.columns !== samples) {
      const params = { columns: row.columns + FIXED_COLUMNS, expected: samples + FIXED_COLUMNS }
      findings.add('column-count.other', { line, params })
      return
    }
    tell(row, isAutosome, line)
  }

  function tell(row: RowProblems, isAutosome: boolean, line: number): void {
    if (row.unreadable > 0) {
      findings.add('gt-unreadable', { line, count: row.unreadable })
    }
    if (row.outOfRange > 0) {
      findings.add('gt-allele-out-of-range', { line, count: row.outOfRange })
    }
    if (!isAutosome) return
    if (row.haploid > 0 && haploidLine === 0) haploidLine = line
    if (row.polyploid > 0) {
      findings.add('ploidy-polyploid', { line, count: row.polyploid })
    }
  }

  function tellVariant(data: Uint8Array, chromosome: number, position: number): void {
    const [refStart, refEnd] = bounds(COLUMN.REF)
    const [altStart, altEnd] = bounds(COLUMN.ALT)
    if (refEnd - refStart !== 1 || altEnd - altStart !== 1) return
    const hash = variantHash(chromosome, position, data[refStart] ?? 0, data[altStart] ?? 0)
    if (hash !== undefined) onVariant?.(hash)
  }

  function bounds(column: number): [number, number] {
    return [starts[column] ?? 0, ends[column] ?? 0]
  }

  return {
    /** Takes one row without its end. Answers whether to read on. */
    take(data: Uint8Array, start: number, end: number, line: number): boolean {
      const samplesStart = splitColumns(columns, data, start, end)
      if (samplesStart === 0) {
        if (isSpaced(data, start, end)) {
          findings.add('spaces-not-tabs.row', { line })
        } else {
          findings.add('column-count.fewer', {
            line,
            params: { expected: FIXED_COLUMNS + samples },
          })
        }
        return true
      }
      records++
      const chromosome = chromosomes.enter(data, ...bounds(COLUMN.CHROM), line)
      const position = readPosition(data, ...bounds(COLUMN.POS))
      const goesOn = position > 0 ? chromosomes.at(position, line) : refusePosition(data, line)
      const alternates = readAllelesOf(data, line)
      readFilter(data)
      if (onVariant !== undefined) tellVariant(data, chromosome.number, position)
      const isAutosome = chromosome.kind === 'autosome'
      readGenotypes(data, samplesStart, end, alternates, isAutosome, line)
      return goesOn
    },
    result() {
      const haploid = genotypes.haploidSamples()
      if (haploidLine > 0) {
        const params = { haploid, samples }
        findings.add('ploidy-haploid', { line: haploidLine, count: haploid, params })
      }
      return {
        ...chromosomes.result(),
        records,
        phased: genotypes.phase(),
        filters: [...filters].sort(),
      }
    },
  }

  function refusePosition(data: Uint8Array, line: number): true {
    const [start, end] = bounds(COLUMN.POS)
    if (readPosition(data, start, end) === 0) {
      findings.add('position-telomere', { line })
      return true
    }
    const value = latin1(data, start, Math.min(end, start + 100))
    if (isPlain(value)) findings.add('position-invalid.named', { line, params: { value } })
    else findings.add('position-invalid.strange', { line })
    return true
  }
}
