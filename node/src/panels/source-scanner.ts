import type { GenomeBuild } from '@crosspanel/protocol/ids'
import { variantHash } from '@crosspanel/protocol/variant-sketch'
import { chromosomeLengthBp, chromosomeOf } from '@crosspanel/protocol/vcf/genome'
import { frequencyColumns, type PopulationIndex } from './populations.ts'

/** What the scanner reads: `bcftools query` with this format. */
export const SCAN_FORMAT = '%CHROM\\t%POS\\t%ID\\t%REF\\t%ALT[\\t%GT]\\n'

export const SOURCE_FAULTS = [
  'unphased',
  'missing',
  'ploidy',
  'multiallelic',
  'alleles',
  'duplicate',
  'unsorted',
  'chromosome',
  'past-end',
] as const
export type SourceFault = (typeof SOURCE_FAULTS)[number]

/** `first` is the place of the first record with the fault, as CHROM:POS. */
export type SourceFaults = ReadonlyMap<SourceFault, { count: number; first: string }>

export interface ScannedChromosome {
  readonly chromosome: string
  /** As the file spells it. */
  readonly contig: string
  start: number
  end: number
  variants: number
}

export interface SourceScannerOptions {
  readonly samples: number
  readonly build: GenomeBuild
  readonly populations: PopulationIndex
  /** Takes each good record's line of the sites file. */
  readonly onSite: (chromosome: string, line: string) => void
  /** Takes the hash of each good record that a sketch may have. */
  readonly onHash?: ((hash: number) => void) | undefined
}

const [TAB, LINE_FEED, ZERO, ONE, PIPE, SLASH, DOT] = [9, 10, 48, 49, 124, 47, 46]
const FIXED_COLUMNS = 5
/** `0|1` and the tab or line feed after it. */
const GENOTYPE_BYTES = 4

/**
 * Reads the records of one file as text and checks what engines do not: every genotype phased,
 * present and diploid, two alleles, no site twice, in order, on an autosome of the build.
 * Faults are counted, so that all are reported together.
 */
export function createSourceScanner(options: SourceScannerOptions) {
  const { samples, build, populations, onSite, onHash } = options
  const chromosomes = new Map<string, ScannedChromosome>()
  const faults = new Map<SourceFault, { count: number; first: string }>()
  const everybody = populations.codes.length - 1
  const counts = new Int32Array(populations.codes.length)
  const allelesHere = new Set<string>()
  let current: ScannedChromosome | undefined
  let rest: Buffer = Buffer.alloc(0)

  function fault(kind: SourceFault, fields: readonly string[]): false {
    const seen = faults.get(kind)
    if (seen === undefined) faults.set(kind, { count: 1, first: `${fields[0]}:${fields[1]}` })
    else seen.count++
    return false
  }

  function enter(fields: readonly string[]): boolean {
    const contig = fields[0] ?? ''
    if (current?.contig === contig) return true
    const { name, kind } = chromosomeOf(contig)
    if (kind !== 'autosome') return fault('chromosome', fields)
    if (chromosomes.has(name)) return fault('unsorted', fields)
    current = { chromosome: name, contig, start: 0, end: 0, variants: 0 }
    chromosomes.set(name, current)
    allelesHere.clear()
    return true
  }

  function placeSite(fields: readonly string[]): boolean {
    if (!enter(fields) || current === undefined) return false
    const position = Number(fields[1])
    const alleles = `${fields[3]}\t${fields[4]}`
    if (position < current.end) return fault('unsorted', fields)
    if (position > current.end) allelesHere.clear()
    if (allelesHere.has(alleles)) return fault('duplicate', fields)
    allelesHere.add(alleles)
    if (current.start === 0) current.start = position
    current.end = position
    if (position > chromosomeLengthBp(build, Number(current.chromosome))) {
      return fault('past-end', fields)
    }
    if (fields[4]?.includes(',')) return fault('multiallelic', fields)
    if (!/^[ACGT]+\t[ACGT]+$/i.test(alleles)) return fault('alleles', fields)
    return true
  }

  function countAlleles(bytes: Buffer, from: number, to: number): SourceFault | undefined {
    if (to - from !== samples * GENOTYPE_BYTES - 1) return genotypeFault(bytes, from, to)
    counts.fill(0)
    for (let i = 0, at = from; i < samples; i++, at += GENOTYPE_BYTES) {
      const first = bytes[at] ?? 0
      const second = bytes[at + 2] ?? 0
      if (bytes[at + 1] !== PIPE || (first | 1) !== ONE || (second | 1) !== ONE) {
        return genotypeFault(bytes, from, to)
      }
      const alternate = first + second - 2 * ZERO
      if (alternate > 0) addCarrier(i, alternate)
    }
    return undefined
  }

  function addCarrier(sample: number, alternate: number): void {
    counts[everybody] = (counts[everybody] ?? 0) + alternate
    for (const group of populations.groupsOf[sample] ?? []) {
      counts[group] = (counts[group] ?? 0) + alternate
    }
  }

  function scanLine(bytes: Buffer, start: number, end: number): void {
    let at = start
    const fields: string[] = []
    while (fields.length < FIXED_COLUMNS) {
      const tab = bytes.indexOf(TAB, at)
      const stop = tab === -1 || tab > end ? end : tab
      fields.push(bytes.toString('latin1', at, stop))
      at = stop + 1
    }
    if (!placeSite(fields) || current === undefined) return
    const found = countAlleles(bytes, at, end)
    if (found !== undefined) {
      fault(found, fields)
      return
    }
    current.variants++
    tellSite(current.chromosome, fields)
  }

  function tellSite(chromosome: string, fields: readonly string[]): void {
    const [, position, id, ref = '', alt = ''] = fields
    if (ref.length === 1 && alt.length === 1) {
      const bases = [ref.charCodeAt(0), alt.charCodeAt(0)] as const
      const hash = variantHash(Number(chromosome), Number(position), ...bases)
      if (hash !== undefined) onHash?.(hash)
    }
    onSite(
      chromosome,
      `${id}\t${chromosome}\t${position}\t${ref}\t${alt}\t${frequencyColumns(populations, counts)}\n`,
    )
  }

  return {
    chromosomes: chromosomes as ReadonlyMap<string, ScannedChromosome>,
    faults: faults as SourceFaults,
    write(bytes: Buffer): void {
      const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      let start = 0
      for (
        let end = joined.indexOf(LINE_FEED);
        end !== -1;
        end = joined.indexOf(LINE_FEED, start)
      ) {
        scanLine(joined, start, end)
        start = end + 1
      }
      rest = joined.subarray(start)
    },
  }
}

/** Which of the genotype faults a row has: a missing one goes before an unphased one. */
function genotypeFault(bytes: Buffer, from: number, to: number): SourceFault {
  const row = bytes.subarray(from, to)
  if (row.includes(DOT)) return 'missing'
  return row.includes(SLASH) ? 'unphased' : 'ploidy'
}
