import { OUTLIER_CHI_SQUARE } from '@crosspanel/protocol/allele-chi-square'
import type { QualityControlCounts } from '@crosspanel/protocol/summary'
import { rm } from 'node:fs/promises'
import type { CallRates } from './call-rates.ts'
import {
  chunkAt,
  chunkIndexAt,
  chunkIndexesNear,
  phasingRegion,
  sameChunksUntil,
} from './chunks.ts'
import type { FrequencyCells } from './frequency-cells.ts'
import { compareFrequencies, frequencyRow } from './frequency-check.ts'
import type { PanelChromosomeFiles } from './job.ts'
import {
  addCalled,
  chunkRow,
  openChunk,
  summarise,
  type ControlledChunk,
  type OpenChunk,
} from './open-chunk.ts'
import { findInPanel, type PanelSites, type SiteMatch, type SiteTable } from './panel-sites.ts'
import { refuseHaploid, refuseUnsorted } from './refusals.ts'
import type { ScannedSite } from './site-scanner.ts'
import type { StatisticsFiles } from './statistics-files.ts'

/** imputationserver2's. */
const MAX_MISSING_RATE = 0.1

export interface Population {
  readonly code: string
  readonly samples: number
}

/** What is counted over all chromosomes. */
export interface Tallies {
  readonly counts: QualityControlCounts
  isPhased: boolean
  hasMissing: boolean
  compared: number
  outliers: number
  readonly frequencies: FrequencyCells
  readonly callRates: CallRates
}

export interface ControlContext {
  readonly chunkDir: string
  readonly samples: readonly string[]
  readonly tallies: Tallies
  readonly files: StatisticsFiles
  readonly population: Population | undefined
}

type Exclusion = readonly [count: keyof QualityControlCounts, info: string]

/**
 * Quality control of one chromosome, whose records come in order. Each is judged once, counted
 * in its own chunk, and written into every chunk whose phasing region holds it.
 */
export function createChromosomeControl(
  files: PanelChromosomeFiles,
  sites: PanelSites,
  { chunkDir, samples, tallies, files: statistics, population }: ControlContext,
) {
  const { counts } = tallies
  const open = new Map<number, OpenChunk>()
  const done: ControlledChunk[] = []
  let table: SiteTable | undefined
  let tableIndex = -1
  let lastPosition = 0
  let readyUntil = 0
  let lastKeptPosition = 0

  const startChunk = (index: number) =>
    openChunk(chunkAt(files.chromosome, index), { chunkDir, contig: sites.contig, samples })

  async function closeChunk(index: number, chunk: OpenChunk): Promise<void> {
    open.delete(index)
    await chunk.writer.close()
    if (chunk.records === 0) {
      await rm(chunk.target)
      return
    }
    tallies.callRates.addChunk(chunk.calledBySample, chunk.remaining)
    const summary = summarise(chunk)
    if (summary.status === 'excluded') statistics.add('chunks-excluded.txt', chunkRow(summary))
    done.push({ summary, contig: sites.contig, target: chunk.target })
  }

  /** What is against the variant itself, in imputationserver-utils' order. */
  function judgeAlleles(site: ScannedSite): Exclusion | undefined {
    if (site.alt.includes(',')) return ['multiallelic', 'Multiallelic Site']
    if (!isBase(site.ref) || !isBase(site.alt)) return ['invalidAlleles', 'Invalid Alleles']
    if (site.position === lastKeptPosition) return ['duplicates', 'Duplicate']
    if (site.filter !== 'PASS' && site.filter !== '.') {
      return site.filter.includes('DUP')
        ? ['duplicates', 'Filter Duplicate']
        : ['filterFlag', 'Filter Other']
    }
    lastKeptPosition = site.position
    return undefined
  }

  function judgeGenotypes(site: ScannedSite): Exclusion | undefined {
    if (site.hasHaploid) throw refuseHaploid()
    if (alternateFrequency(site, samples.length) > 0.5) counts.alternateAlleleOverHalf++
    const isMonomorphic = site.homRefCount + site.noCallCount === samples.length
    return isMonomorphic && samples.length > 1 ? ['monomorphic', 'Monomorphic'] : undefined
  }

  function judgeMatch(site: ScannedSite, match: SiteMatch): Exclusion | undefined {
    const alleles = `Reference Panel: ${match.panelRef}/${match.panelAlt}`
    switch (match.comparison) {
      case 'match':
        counts.match++
        break
      case 'palindromic':
        counts.palindromic++
        break
      case 'allele-switch':
        return ['alleleSwitch', `Allele switch. ${alleles}`]
      case 'strand-flip':
        return ['strandFlip', `Strand flip. ${alleles}`]
      case 'strand-flip-and-allele-switch':
        return ['strandFlipAndAlleleSwitch', `Strand flip and Allele switch. ${alleles}`]
      case 'allele-mismatch':
        return ['alleleMismatch', `Allele mismatch. ${alleles}`]
    }
    const missingRate = site.noCallCount / samples.length
    return missingRate > MAX_MISSING_RATE
      ? ['lowCallRate', `Low call rate. Value: ${1 - missingRate}`]
      : undefined
  }

  function exclude(site: ScannedSite, [count, info]: Exclusion): void {
    counts[count]++
    counts.excluded++
    statistics.add('snps-excluded.txt', `${siteColumns(site)}\t${info}`)
  }

  function keepTypedOnly(site: ScannedSite, own: OpenChunk): void {
    counts.typedOnly++
    own.typedOnly++
    statistics.add('snps-typed-only.txt', siteColumns(site))
    write(site, own)
    tallies.isPhased &&= !site.hasUnphased
  }

  function keepInPanel(site: ScannedSite, match: SiteMatch, own: OpenChunk): void {
    counts.remaining++
    own.remaining++
    addCalled(own.calledBySample, site.isCalled)
    tallies.isPhased &&= !site.hasUnphased
    tallies.hasMissing ||= site.hasMissing
    if (population !== undefined && !Number.isNaN(match.frequency))
      checkFrequency(site, match, population)
    for (const chunk of open.values()) {
      const region = phasingRegion(chunk.chunk)
      if (site.position >= region.start && site.position <= region.end) write(site, chunk)
    }
  }

  function checkFrequency(
    site: ScannedSite,
    match: SiteMatch,
    { samples: panelSamples }: Population,
  ) {
    const comparison = compareFrequencies(site, match, { samples: samples.length, panelSamples })
    tallies.compared++
    tallies.frequencies.add(match.frequency, comparison.frequency)
    if (comparison.chiSquare > OUTLIER_CHI_SQUARE) tallies.outliers++
    statistics.add('maf.txt', frequencyRow(site, match, comparison))
  }

  function write(site: ScannedSite, chunk: OpenChunk): void {
    const fixed = `${sites.contig}\t${site.position}\t${site.id}\t${site.ref}\t${site.alt}\t.\tPASS\t.\tGT\t`
    chunk.writer.write(Buffer.from(fixed, 'latin1'))
    chunk.writer.write(site.genotypes)
    chunk.writer.write(LINE_END)
    chunk.written++
  }

  async function prepareFor(position: number): Promise<void> {
    const near = chunkIndexesNear(position)
    for (const [index, chunk] of open) if (!near.includes(index)) await closeChunk(index, chunk)
    for (const index of near) if (!open.has(index)) open.set(index, await startChunk(index))
    const own = chunkIndexAt(position)
    if (tableIndex !== own) {
      table = await sites.load(chunkAt(files.chromosome, own))
      tableIndex = own
    }
    readyUntil = sameChunksUntil(position)
  }

  function judge(site: ScannedSite, own: OpenChunk, scanGenotypes: () => void): void {
    const againstAlleles = judgeAlleles(site)
    if (againstAlleles !== undefined) {
      exclude(site, againstAlleles)
      return
    }
    scanGenotypes()
    const againstGenotypes = judgeGenotypes(site)
    if (againstGenotypes !== undefined) {
      exclude(site, againstGenotypes)
      return
    }
    const match =
      table === undefined ? undefined : findInPanel(table, site.position, site.ref, site.alt)
    if (match === undefined) {
      keepTypedOnly(site, own)
      return
    }
    counts.inPanel++
    own.inPanel++
    const againstPanel = judgeMatch(site, match)
    if (againstPanel === undefined) keepInPanel(site, match, own)
    else exclude(site, againstPanel)
  }

  return {
    /** Whether `take` may be called for this position without waiting for `prepareFor`. */
    isReadyFor: (position: number) => position <= readyUntil,
    prepareFor,
    /** Judges one record and counts it; `scanGenotypes` fills in what only some records need. */
    take(site: ScannedSite, scanGenotypes: () => void): void {
      if (site.position < lastPosition) throw refuseUnsorted()
      lastPosition = site.position
      counts.records++
      const own = open.get(chunkIndexAt(site.position))
      if (own === undefined) throw new Error('the chunk of a record is not open')
      if (site.position < files.start || site.position > files.end) {
        counts.outsidePanelRange++
        return
      }
      own.records++
      judge(site, own, scanGenotypes)
    },
    async drain(): Promise<void> {
      for (const chunk of open.values()) await chunk.writer.drain()
      await statistics.drain()
    },
    async end(): Promise<ControlledChunk[]> {
      for (const [index, chunk] of open) await closeChunk(index, chunk)
      return done
    },
    /** Lets go of the chunks being written, when the input is refused. */
    async discard(): Promise<void> {
      for (const { writer } of open.values()) await writer.discard()
      open.clear()
    },
  }
}
export type ChromosomeControl = ReturnType<typeof createChromosomeControl>

const LINE_END = Buffer.from('\n')

function isBase(allele: string): boolean {
  return allele.length === 1 && 'ACGTacgt'.includes(allele)
}

function alternateFrequency(site: ScannedSite, samples: number): number {
  return (site.hetCount + 2 * site.homAltCount) / (2 * (samples - site.noCallCount))
}

function siteColumns({ id, chromosome, position, ref, alt }: ScannedSite): string {
  return `${id}\t${chromosome}\t${position}\t${ref}\t${alt}`
}
