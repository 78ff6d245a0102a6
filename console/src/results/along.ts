import type { GenomeBuild } from '@crosspanel/protocol/ids'
import type { ChromosomeAccuracy, RunCharts } from '@crosspanel/protocol/summary'

type AlongGenome = NonNullable<RunCharts['alongGenome']>

export interface Window {
  readonly chromosome: string
  /** 1-based, inclusive. */
  readonly start: number
  readonly end: number
  readonly variants: number
  readonly meanR2: number
}

export function windowsOf({ binBp, chromosomes }: AlongGenome): Window[] {
  return chromosomes.flatMap((one) => chromosomeWindows(one, binBp))
}

export function chromosomeWindows(
  { chromosome, start, variants, meanR2 }: ChromosomeAccuracy,
  binBp: number,
): Window[] {
  return meanR2.flatMap((mean, bin) => {
    const from = start + bin * binBp
    return mean === null
      ? []
      : [
          {
            ...{ chromosome, start: from, end: from + binBp - 1 },
            ...{ variants: variants[bin] ?? 0, meanR2: mean },
          },
        ]
  })
}

/** Windows that follow one another without a gap, so that no line is drawn over one. */
export function unbroken(windows: readonly Window[]): Window[][] {
  const runs: Window[][] = []
  for (const window of windows) {
    const last = runs.at(-1)
    if (last?.at(-1)?.end === window.start - 1) last?.push(window)
    else runs.push([window])
  }
  return runs
}

/** A mean of fewer variants says little of a place. */
const MIN_VARIANTS = 20

export function worstWindows(windows: readonly Window[], number: number): Window[] {
  return windows
    .filter(({ variants }) => variants >= MIN_VARIANTS)
    .toSorted((a, b) => a.meanR2 - b.meanR2)
    .slice(0, number)
}

export interface Region {
  readonly chromosome: string
  readonly start: number
  readonly end: number
}

/** Centromeres in Mb, chromosomes 1 to 22: gaps of UCSC's hg19, and the acen bands of hg38. */
const CENTROMERES_MB: Readonly<Record<GenomeBuild, readonly (readonly [number, number])[]>> = {
  GRCh37: [
    ...([[121.5, 124.5], [92.3, 95.3], [90.5, 93.5], [49.7, 52.7]] as const), // prettier-ignore
    ...([[46.4, 49.4], [58.8, 61.8], [58.1, 61.1], [43.8, 46.8]] as const), // prettier-ignore
    ...([[47.4, 50.4], [39.3, 42.3], [51.6, 54.6], [34.9, 37.9]] as const), // prettier-ignore
    ...([[16, 19], [16, 19], [17, 20], [35.3, 38.3], [22.3, 25.3]] as const), // prettier-ignore
    ...([[15.5, 18.5], [24.7, 27.7], [26.4, 29.4], [11.3, 14.3], [13, 16]] as const), // prettier-ignore
  ],
  GRCh38: [
    ...([[121.7, 125.1], [91.8, 96], [87.8, 94], [48.2, 51.8]] as const), // prettier-ignore
    ...([[46.1, 51.4], [58.5, 62.6], [58.1, 62.1], [43.2, 47.2]] as const), // prettier-ignore
    ...([[42.2, 45.5], [38, 41.6], [51, 55.8], [33.2, 37.8]] as const), // prettier-ignore
    ...([[16.5, 18.9], [16.1, 18.2], [17.5, 20.5], [35.3, 38.4], [22.7, 27.4]] as const), // prettier-ignore
    ...([[15.4, 21.5], [24.2, 28.1], [25.7, 30.4], [10.9, 13], [13.7, 17.4]] as const), // prettier-ignore
  ],
}
/** The extended major histocompatibility complex, in both builds within these bounds. */
const HLA: Region = { chromosome: '6', start: 25_000_001, end: 34_000_000 }

export function centromereOf(build: GenomeBuild, chromosome: string): Region | undefined {
  const bounds = CENTROMERES_MB[build][Number(chromosome) - 1]
  return bounds === undefined
    ? undefined
    : { chromosome, start: bounds[0] * 1e6 + 1, end: bounds[1] * 1e6 }
}

/** What is known to make a place hard to impute. */
export function knownRegion(build: GenomeBuild, window: Region): 'hla' | 'centromere' | undefined {
  if (overlap(window, HLA)) return 'hla'
  const centromere = centromereOf(build, window.chromosome)
  return centromere !== undefined && overlap(window, centromere) ? 'centromere' : undefined
}

function overlap(a: Region, b: Region): boolean {
  return a.chromosome === b.chromosome && a.start <= b.end && b.start <= a.end
}
