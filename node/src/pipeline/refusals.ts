import type { ChunkExclusion } from '@crosspanel/protocol/chunk'
import { type FindingKey, findingOf, type FoundArguments } from '@crosspanel/protocol/findings'
import type { Finding } from '@crosspanel/protocol/job'
import type { ChunkSummary, QualityControlCounts } from '@crosspanel/protocol/summary'
import { PipelineRefusal } from './failures.ts'
import type { PanelFiles } from './job.ts'
import type { MalformedRecord } from './site-scanner.ts'

/** Strand flips, flip-and-switches included, that a run may have: imputationserver2's default. */
export const MAX_STRAND_FLIPS = 100
export const MIN_PANEL_OVERLAP = 0.5

function refuse<Key extends FindingKey>(key: Key, ...found: FoundArguments<Key>): PipelineRefusal {
  return new PipelineRefusal([findingOf(key, ...found)])
}

export function refusePopulation(population: string, { populations }: PanelFiles) {
  const choices = populations.map(({ code }) => code).join(', ')
  return refuse('population-unknown', { params: { population, choices } })
}

export function refuseMalformed({ problem }: MalformedRecord, line: number) {
  return refuse(`malformed-record.${problem}`, { line })
}

export const refuseChromosomes = () => refuse('chromosomes-unknown')

export const refuseLongLine = (line: number) => refuse('line-too-long', { line })

export const refuseUnreadable = () => refuse('unreadable-input')

export function refuseSampleNumber(samples: number, policy: PanelFiles['policy']) {
  const { minSamples: min, maxSamples: max } = policy
  return refuse(samples < min ? 'too-few-samples' : 'too-many-samples', {
    params: { samples, min, max },
  })
}

export const refuseSamplesDiffer = () => refuse('samples-differ.host')

export const refuseUnsorted = () => refuse('unsorted.host')

export const refuseHaploid = () => refuse('haploid-genotypes')

/** Throws when quality control shows that imputation would be wrong or impossible. */
export function refuseIfUnfit(
  counts: QualityControlCounts,
  chunks: readonly Pick<ChunkSummary, 'status' | 'reason'>[],
  { policy, build }: Pick<PanelFiles, 'policy' | 'build'>,
): void {
  const findings = [
    ...chunkFindings(counts, chunks, build),
    ...flipFindings(counts),
    ...switchFindings(counts, policy.maxAlleleSwitches),
  ]
  if (findings.length > 0) throw new PipelineRefusal(findings)
}

function chunkFindings(
  counts: QualityControlCounts,
  chunks: readonly Pick<ChunkSummary, 'status' | 'reason'>[],
  build: PanelFiles['build'],
): Finding[] {
  if (chunks.some(({ status }) => status === 'kept')) return []
  if (counts.records === 0) return [findingOf('no-variants')]
  const { inPanel, outsidePanelRange: outside } = counts
  const typed = inPanel + counts.typedOnly
  if (typed === 0 && outside > 0) {
    return [findingOf('outside-panel-range', { count: outside, params: { outside, build } })]
  }
  const overlap = typed === 0 ? 0 : inPanel / typed
  if (overlap < MIN_PANEL_OVERLAP) {
    const percent = Math.round(overlap * 1000) / 10
    const minPercent = MIN_PANEL_OVERLAP * 100
    return [
      findingOf('panel-overlap-low', { params: { inPanel, typed, percent, minPercent, build } }),
    ]
  }
  const number = (exclusion: ChunkExclusion) =>
    chunks.filter(({ reason }) => reason === exclusion).length
  return [
    findingOf('no-chunk-left', {
      params: {
        chunks: chunks.length,
        fewVariants: number('too-few-variants'),
        lowOverlap: number('panel-overlap-low'),
        lowCallRate: number('sample-call-rate-low'),
      },
    }),
  ]
}

function flipFindings(counts: QualityControlCounts): Finding[] {
  const flips = counts.strandFlip + counts.strandFlipAndAlleleSwitch
  if (flips <= MAX_STRAND_FLIPS) return []
  return [findingOf('strand-flips', { count: flips, params: { flips, max: MAX_STRAND_FLIPS } })]
}

function switchFindings(counts: QualityControlCounts, max: number): Finding[] {
  const switches = counts.alleleSwitch + counts.strandFlipAndAlleleSwitch
  if (switches <= max) return []
  return [findingOf('allele-switches', { count: switches, params: { switches, max } })]
}
