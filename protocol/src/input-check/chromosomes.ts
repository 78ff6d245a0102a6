import type { GenomeBuild } from '../ids.ts'
import { latin1 } from '../vcf/bytes.ts'
import {
  chromosomeLengthBp,
  chromosomeOf,
  firstSequencedBp,
  type Chromosome,
} from '../vcf/genome.ts'
import { isPlain, type Findings } from './findings.ts'
import type { InputLimits } from './limits.ts'
import type { ChromosomeRows } from './report.ts'

const UNSUPPORTED = {
  X: 'chromosome-x-unsupported',
  Y: 'chromosome-y-unsupported',
  MT: 'chromosome-mt-unsupported',
} as const

/** Rows past a chromosome's end, in one build or in both. */
export interface PastEnd {
  count: number
  firstLine: number
}

interface Current {
  readonly chromosome: Chromosome
  readonly rows: ChromosomeRows
  position: number
  rowsHere: number
  readonly ends: Readonly<Record<GenomeBuild, number>>
  readonly begins: Readonly<Record<GenomeBuild, number>>
}

/** Follows chromosome and position from row to row: order, repeats, and what they say of the build. */
export function createChromosomeTracker(findings: Findings, limits: InputLimits) {
  const rowsOf = new Map<string, ChromosomeRows>()
  const seen = new Set<string>()
  const impossible: Record<GenomeBuild, number> = { GRCh37: 0, GRCh38: 0 }
  const pastEnd: Record<GenomeBuild | 'both', PastEnd> = {
    GRCh37: { count: 0, firstLine: 0 },
    GRCh38: { count: 0, firstLine: 0 },
    both: { count: 0, firstLine: 0 },
  }
  let nameBytes: Uint8Array = new Uint8Array()
  let current: Current | undefined
  let hasChrPrefix = false

  function isCurrent(data: Uint8Array, start: number, end: number): boolean {
    if (end - start !== nameBytes.length) return false
    for (let i = 0; i < nameBytes.length; i++) if (data[start + i] !== nameBytes[i]) return false
    return true
  }

  function enter(data: Uint8Array, start: number, end: number, line: number): Current {
    nameBytes = new Uint8Array(data.subarray(start, end))
    const chromosome = chromosomeOf(latin1(data, start, Math.min(end, start + 100)))
    if (chromosome.kind === 'autosome' && chromosome.hasPrefix) hasChrPrefix = true
    if (current?.chromosome.name === chromosome.name && chromosome.kind !== 'other') return current
    if (seen.has(chromosome.name)) {
      tellOf('chromosomes-interleaved', chromosome, line)
    }
    // Names of no chromosome are not kept: a hostile file can have a new one in every row.
    if (chromosome.kind !== 'other') seen.add(chromosome.name)
    const rows = rowsOf.get(chromosome.name) ?? { records: 0, first: 0, last: 0 }
    if (chromosome.kind === 'autosome') rowsOf.set(chromosome.name, rows)
    const bounds = (of: (build: GenomeBuild, number: number) => number) => ({
      GRCh37: of('GRCh37', chromosome.number),
      GRCh38: of('GRCh38', chromosome.number),
    })
    return {
      chromosome,
      rows,
      position: 0,
      rowsHere: 0,
      ends: bounds(chromosomeLengthBp),
      begins: bounds(firstSequencedBp),
    }
  }

  function tellOf(
    code: 'chromosomes-interleaved' | 'chromosome-unknown',
    { name }: Chromosome,
    line: number,
  ): void {
    if (isPlain(name)) findings.add(`${code}.named`, { line, params: { name } })
    else findings.add(`${code}.strange`, { line })
  }

  function followBuild(at: Current, position: number, line: number): void {
    const past = (build: GenomeBuild) => position > at.ends[build]
    if (past('GRCh37')) note(pastEnd.GRCh37, line)
    if (past('GRCh38')) note(pastEnd.GRCh38, line)
    if (past('GRCh37') && past('GRCh38')) note(pastEnd.both, line)
    if (past('GRCh37') || position < at.begins.GRCh37) impossible.GRCh37++
    if (past('GRCh38') || position < at.begins.GRCh38) impossible.GRCh38++
  }

  function followOrder(at: Current, position: number, line: number): boolean {
    if (position < at.position) {
      findings.add('unsorted.row', { line })
    }
    at.rowsHere = position === at.position ? at.rowsHere + 1 : 1
    if (at.rowsHere > 1) findings.add('positions-duplicate', { line })
    at.position = position
    if (at.rowsHere <= limits.maxRowsAtOnePosition) return true
    findings.add('position-repeated', { line, params: { limit: limits.maxRowsAtOnePosition } })
    return false
  }

  return {
    /** Takes the row's contig name; answers what it is. */
    enter(data: Uint8Array, start: number, end: number, line: number): Chromosome {
      if (current === undefined || !isCurrent(data, start, end)) {
        current = enter(data, start, end, line)
      }
      const { chromosome } = current
      if (chromosome.kind !== 'autosome') {
        if (chromosome.kind === 'other') tellOf('chromosome-unknown', chromosome, line)
        else findings.add(UNSUPPORTED[chromosome.kind], { line })
      }
      return chromosome
    },
    /** Takes the row's position; answers whether to read on. */
    at(position: number, line: number): boolean {
      if (current === undefined) return true
      if (current.chromosome.kind === 'autosome') {
        const { rows } = current
        if (rows.records === 0 || position < rows.first) rows.first = position
        if (position > rows.last) rows.last = position
        rows.records++
        followBuild(current, position, line)
      }
      return followOrder(current, position, line)
    },
    result: () => ({
      chromosomes: Object.fromEntries(rowsOf),
      impossible,
      pastEnd,
      hasChrPrefix,
    }),
  }
}

function note(pastEnd: PastEnd, line: number): void {
  if (pastEnd.count === 0) pastEnd.firstLine = line
  pastEnd.count++
}
