import { EVERYBODY } from '@crosspanel/protocol/populations'
import type { PanelView } from '@crosspanel/protocol/panel'
import type { Phase } from '@crosspanel/protocol/input-check/report'
import type { GenomeBuild } from '@crosspanel/protocol/ids'
import type { OverlapState } from './overlaps.ts'

/** What is known of the files and of the people in them. */
export interface Cohort {
  readonly build: GenomeBuild | 'unknown'
  readonly samples: number
  readonly chromosomes: readonly string[]
  readonly phased: Phase
  /** Every byte of the files was read. */
  readonly isWhole: boolean
  /** Population that the researcher says most of the samples are like; a code that panels use. */
  readonly ancestry: string | undefined
}

/** `blocks`: the panel cannot serve the files. `open`: nobody can say before the run. */
export type Weight = 'blocks' | 'against' | 'open' | 'for'

/** One thing that speaks for or against a panel. `of` are the numbers and names of its sentence. */
export type Reason = { readonly weight: Weight } & (
  | { readonly code: 'access-closed' | 'build-same' | 'build-unknown' }
  | { readonly code: 'overlap-unknown' | 'overlap-reading' | 'overlap-unread' }
  | { readonly code: 'overlap-few' | 'overlap-few-so-far' }
  | { readonly code: 'ancestry-untold' | 'no-worker' | 'queue-paused' | 'queue-draining' }
  | { readonly code: 'host-late' | 'host-lost' | 'host-unknown' | 'phasing-missing' }
  | { readonly code: 'build-other'; readonly panel: GenomeBuild; readonly files: GenomeBuild }
  | {
      readonly code: 'samples-fit' | 'samples-few' | 'samples-many'
      readonly samples: number
      readonly least: number
      readonly most: number
    }
  | { readonly code: 'chromosomes-all'; readonly chromosomes: number }
  | {
      readonly code: 'chromosomes-some' | 'chromosomes-none'
      readonly missing: readonly string[]
    }
  | {
      readonly code: 'ancestry-share' | 'ancestry-absent'
      readonly population: string
      readonly samples: number
      readonly share: number
    }
  | {
      readonly code: 'overlap-share' | 'overlap-low'
      readonly share: number
      readonly compared: number
      readonly isExact: boolean
      readonly isWhole: boolean
    }
  | { readonly code: 'host-ok'; readonly queued: number; readonly running: number }
)

export interface Judgement {
  readonly panel: PanelView
  readonly reasons: readonly Reason[]
  readonly isPossible: boolean
}

/** A population that makes up this part of a panel is well represented in it. */
const GOOD_SHARE = 0.2
/** With fewer of the variants in a panel, most of what was measured is not used. */
const LOW_OVERLAP = 0.5
/** Fewer say nothing: the share of 100 variants is told to within 10 of 100. */
const LEAST_COMPARED = 100
const WEIGHTS: readonly Weight[] = ['blocks', 'against', 'open', 'for']

/** What speaks for and against a panel for these files, the worst first. */
export function judgePanel(panel: PanelView, cohort: Cohort, state?: OverlapState): Judgement {
  const reasons = [
    ...access(panel),
    ...build(panel, cohort),
    samples(panel, cohort),
    ...chromosomes(panel, cohort),
    ...phasing(panel, cohort),
    ancestry(panel, cohort),
    ...overlap(panel, cohort, state),
    ...host(panel),
  ].toSorted((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight))
  return { panel, reasons, isPossible: !reasons.some(({ weight }) => weight === 'blocks') }
}

/**
 * Panels that can serve the files first; among them those with most people of the cohort's ancestry,
 * because ancestry counts for more than size, then those with the least against them, then the larger.
 */
export function rankPanels(
  panels: readonly PanelView[],
  cohort: Cohort,
  overlapOf: (panelId: string) => OverlapState | undefined,
): Judgement[] {
  const sort = (a: Judgement, b: Judgement): number =>
    Number(b.isPossible) - Number(a.isPossible) ||
    peopleLike(b.panel, cohort) - peopleLike(a.panel, cohort) ||
    against(a) - against(b) ||
    b.panel.samples - a.panel.samples ||
    (a.panel.panelId < b.panel.panelId ? -1 : 1)
  return panels.map((panel) => judgePanel(panel, cohort, overlapOf(panel.panelId))).toSorted(sort)
}

/** Population codes that the panels have, the most common first: what people may be like, so not that of everybody. */
export function populationsOf(panels: readonly PanelView[]): string[] {
  const sizes = new Map<string, number>()
  for (const { code, samples: people } of panels.flatMap(({ populations }) => populations)) {
    sizes.set(code, (sizes.get(code) ?? 0) + people)
  }
  sizes.delete(EVERYBODY)
  return [...sizes].toSorted(([, a], [, b]) => b - a).map(([code]) => code)
}

/** Without the overlap: it comes later than the list, in which no panel is to move by itself. */
function against({ reasons }: Judgement): number {
  return reasons.filter(({ weight, code }) => weight === 'against' && code !== 'overlap-low').length
}

function peopleLike({ populations }: PanelView, { ancestry: code }: Cohort): number {
  return populations.find((population) => population.code === code)?.samples ?? 0
}

function access({ isOpenToUs }: PanelView): Reason[] {
  return isOpenToUs ? [] : [{ weight: 'blocks', code: 'access-closed' }]
}

function build({ build: panel }: PanelView, { build: files }: Cohort): Reason[] {
  if (files === 'unknown') return [{ weight: 'open', code: 'build-unknown' }]
  if (files === panel) return [{ weight: 'for', code: 'build-same' }]
  return [{ weight: 'blocks', code: 'build-other', panel, files }]
}

function samples({ minSamples: least, maxSamples: most }: PanelView, cohort: Cohort): Reason {
  const numbers = { samples: cohort.samples, least, most }
  if (cohort.samples < least) return { weight: 'blocks', code: 'samples-few', ...numbers }
  if (cohort.samples > most) return { weight: 'blocks', code: 'samples-many', ...numbers }
  return { weight: 'for', code: 'samples-fit', ...numbers }
}

function chromosomes(panel: PanelView, cohort: Cohort): Reason[] {
  if (cohort.chromosomes.length === 0) return []
  const has = new Set(panel.chromosomes.map(({ chromosome }) => chromosome))
  const missing = cohort.chromosomes.filter((chromosome) => !has.has(chromosome))
  if (missing.length === cohort.chromosomes.length) {
    return [{ weight: 'blocks', code: 'chromosomes-none', missing }]
  }
  if (missing.length > 0) return [{ weight: 'against', code: 'chromosomes-some', missing }]
  const all = cohort.chromosomes.length
  return [{ weight: 'for', code: 'chromosomes-all', chromosomes: all }]
}

function phasing({ phasingEngines }: PanelView, { phased }: Cohort): Reason[] {
  const isNeeded = phased !== 'phased' && phasingEngines.length === 0
  return isNeeded ? [{ weight: 'blocks', code: 'phasing-missing' }] : []
}

function ancestry(panel: PanelView, { ancestry: population }: Cohort): Reason {
  if (population === undefined) return { weight: 'open', code: 'ancestry-untold' }
  const people = peopleLike(panel, { ancestry: population } as Cohort)
  const numbers = { population, samples: people, share: people / panel.samples }
  if (people === 0) return { weight: 'against', code: 'ancestry-absent', ...numbers }
  const weight = numbers.share >= GOOD_SHARE ? 'for' : 'against'
  return { weight, code: 'ancestry-share', ...numbers }
}

/** Positions of another build tell nothing, and the sketch of a closed panel is not for us. */
function overlap(
  { build: panel, isOpenToUs }: PanelView,
  { build: files, isWhole }: Cohort,
  state: OverlapState | undefined,
): Reason[] {
  if (!isOpenToUs || (files !== 'unknown' && files !== panel)) return []
  if (state === undefined) return [{ weight: 'open', code: 'overlap-unknown' }]
  if (typeof state === 'string') return [{ weight: 'open', code: `overlap-${state}` }]
  const { compared, found, isExact } = state
  if (compared < LEAST_COMPARED) {
    return [{ weight: 'open', code: isWhole ? 'overlap-few' : 'overlap-few-so-far' }]
  }
  const numbers = { share: found / compared, compared, isExact, isWhole }
  return numbers.share < LOW_OVERLAP
    ? [{ weight: 'against', code: 'overlap-low', ...numbers }]
    : [{ weight: 'for', code: 'overlap-share', ...numbers }]
}

function host({ host: contact, hostTold: told }: PanelView): Reason[] {
  if (contact === 'lost' || contact === 'unknown' || contact === 'late') {
    return [{ weight: contact === 'late' ? 'open' : 'against', code: `host-${contact}` }]
  }
  if (told?.queueMode === 'draining') return [{ weight: 'against', code: 'queue-draining' }]
  if (told?.queueMode === 'paused') return [{ weight: 'against', code: 'queue-paused' }]
  if (told?.hasLiveWorker === false) return [{ weight: 'against', code: 'no-worker' }]
  if (told === null) return []
  return [{ weight: 'for', code: 'host-ok', queued: told.queuedRuns, running: told.runningRuns }]
}
