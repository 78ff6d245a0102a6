import { RunSummary } from '@crosspanel/protocol/summary'

/** What became of a run's account of itself. `unreadable`: a later release wrote it in another way. */
export type ReadSummary =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'read'; readonly summary: RunSummary }

export function readSummary(value: unknown): ReadSummary {
  if (value === null || value === undefined) return { kind: 'none' }
  const parsed = RunSummary.safeParse(value)
  return parsed.success ? { kind: 'read', summary: parsed.data } : { kind: 'unreadable' }
}

/** Why a chart has nothing to draw. */
export type Missing = 'older-release' | 'quality-control-only' | 'no-population' | 'nothing-counted'

/** The data of one chart, or why there are none. */
export type ChartData<T> =
  { readonly data: T; readonly missing?: undefined } | { readonly missing: Missing }

export function byMafOf(summary: RunSummary) {
  const bins = summary.charts?.byMaf
  const isAnythingIn = bins?.some((bin) => bin.imputed + bin.typed + bin.typedOnly > 0) !== false
  return dataOf(summary, isAnythingIn ? bins : null, unlessImputed(summary))
}

export function alongGenomeOf(summary: RunSummary) {
  return dataOf(summary, summary.charts?.alongGenome, unlessImputed(summary))
}

export function frequenciesOf(summary: RunSummary) {
  const notAsked = summary.frequencyCheck === null ? 'no-population' : undefined
  return dataOf(summary, summary.charts?.frequencies, notAsked)
}

export function callRatesOf(summary: RunSummary) {
  return dataOf(summary, summary.charts?.sampleCallRates, undefined)
}

const unlessImputed = ({ imputation }: RunSummary) =>
  imputation === null ? 'quality-control-only' : undefined

/** What a run was not asked for is said first: a host of a later release would have nothing either. */
function dataOf<T>(
  { charts }: RunSummary,
  data: T | null | undefined,
  notAsked: Missing | undefined,
): ChartData<T> {
  if (data !== null && data !== undefined) return { data }
  return { missing: notAsked ?? (charts === undefined ? 'older-release' : 'nothing-counted') }
}
