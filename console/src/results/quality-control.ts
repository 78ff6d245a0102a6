import type { ChunkSummary, QualityControlCounts } from '@crosspanel/protocol/summary'

/** What takes variants out, in the order in which quality control looks at them. */
export const EXCLUSIONS = [
  'outsidePanelRange',
  'multiallelic',
  'invalidAlleles',
  'duplicates',
  'filterFlag',
  'indels',
  'monomorphic',
  'alleleSwitch',
  'strandFlip',
  'strandFlipAndAlleleSwitch',
  'alleleMismatch',
  'lowCallRate',
] as const satisfies readonly (keyof QualityControlCounts)[]
export type Exclusion = (typeof EXCLUSIONS)[number]

export interface WaterfallStep {
  readonly id: 'records' | Exclusion | 'typedOnly' | 'remaining'
  readonly kind: 'all' | 'excluded' | 'kept'
  readonly count: number
  /** Where its bar begins: what is still left after it. */
  readonly from: number
  /** Of all records, 0 to 1. */
  readonly share: number
}

/** From all records of the input, filter by filter, to what is in the panel and stayed. */
export function waterfall(counts: QualityControlCounts): WaterfallStep[] {
  const share = (count: number) => (counts.records === 0 ? 0 : count / counts.records)
  let left = counts.records
  const excluded = EXCLUSIONS.map((id): WaterfallStep => {
    left -= counts[id]
    return { id, kind: 'excluded', count: counts[id], from: left, share: share(counts[id]) }
  })
  const whole = (id: 'records' | 'typedOnly' | 'remaining', kind: 'all' | 'kept', from = 0) =>
    ({ id, kind, count: counts[id], from, share: share(counts[id]) }) satisfies WaterfallStep
  return [
    whole('records', 'all'),
    ...excluded,
    whole('typedOnly', 'kept', counts.remaining),
    whole('remaining', 'kept'),
  ]
}

/** Steps that took something out, beside the first and the last two. */
export function shownSteps(steps: readonly WaterfallStep[]): WaterfallStep[] {
  return steps.filter(({ kind, count }) => kind !== 'excluded' || count > 0)
}

/** Chunks of each chromosome in order of position; the chart has a row for each. */
export function chunkRows<Chunk extends Pick<ChunkSummary, 'chromosome' | 'start'>>(
  chunks: readonly Chunk[],
): { readonly chromosome: string; readonly chunks: readonly Chunk[] }[] {
  return [...Map.groupBy(chunks, ({ chromosome }) => chromosome)].map(([chromosome, own]) => ({
    chromosome,
    chunks: own.toSorted((a, b) => a.start - b.start),
  }))
}

export interface CallRateBin {
  readonly from: number
  readonly to: number
  readonly samples: number
}

/** Widest that a histogram of call rates begins, so that one of only good samples is not one bar. */
const SHOWN_FROM = 0.9

export function callRateBins(counts: readonly number[]): CallRateBin[] {
  const lowest = counts.findIndex((samples) => samples > 0)
  const first = Math.min(lowest === -1 ? 0 : lowest, Math.round(SHOWN_FROM * counts.length))
  return counts.slice(first).map((samples, index) => ({
    ...{ from: (first + index) / counts.length, to: (first + index + 1) / counts.length, samples },
  }))
}

/** Samples with a call rate below a bound of a bin. */
export function samplesBelow(counts: readonly number[], bound: number): number {
  return counts
    .slice(0, Math.round(bound * counts.length))
    .reduce((total, samples) => total + samples, 0)
}
