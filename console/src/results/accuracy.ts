import { R2_BINS, type MafBin } from '@crosspanel/protocol/summary'

/** R2 of the imputed variants of one bin: mean and the spread that its histogram tells. */
export interface MafPoint {
  readonly bin: MafBin
  readonly p10: number | null
  readonly p50: number | null
  readonly p90: number | null
}

export function mafPoints(bins: readonly MafBin[]): MafPoint[] {
  return bins.map((bin) => ({
    bin,
    p10: quantileOf(bin.r2Histogram, 0.1),
    p50: quantileOf(bin.r2Histogram, 0.5),
    p90: quantileOf(bin.r2Histogram, 0.9),
  }))
}

/** The value below which `share` of what was counted lies, in equal bins from 0 to 1; exact to a bin, told to 4 decimals. */
export function quantileOf(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let below = 0
  for (const [bin, count] of histogram.entries()) {
    const wanted = share * total - below
    if (count > 0 && wanted <= count) {
      return Math.round(((bin + wanted / count) / histogram.length) * 1e4) / 1e4
    }
    below += count
  }
  return 1
}

export interface ClassAccuracy {
  readonly variants: number
  readonly meanR2: number | null
}

/** Imputed variants with a minor allele frequency in (`over`, `upTo`]. */
export function accuracyWithin(bins: readonly MafBin[], over: number, upTo: number): ClassAccuracy {
  const own = bins.filter(({ mafOver, mafUpTo }) => mafOver >= over && mafUpTo <= upTo)
  const variants = own.reduce((sum, { imputed }) => sum + imputed, 0)
  const total = own.reduce((sum, { imputed, meanR2 }) => sum + imputed * (meanR2 ?? 0), 0)
  return { variants, meanR2: variants === 0 ? null : total / variants }
}

/** Which frequencies the histogram of R2 tells apart, rarest first. */
export const HISTOGRAM_CLASSES = [
  { id: 'rare', over: 0, upTo: 0.005 },
  { id: 'low', over: 0.005, upTo: 0.05 },
  { id: 'common', over: 0.05, upTo: 0.5 },
] as const
export type HistogramClass = (typeof HISTOGRAM_CLASSES)[number]['id']

export interface HistogramBin {
  readonly from: number
  readonly to: number
  readonly counts: Readonly<Record<HistogramClass, number>>
  readonly all: number
}

export function r2Histogram(bins: readonly MafBin[]): HistogramBin[] {
  return Array.from({ length: R2_BINS }, (_, at) => {
    const counts = { rare: 0, low: 0, common: 0 }
    for (const { id, over, upTo } of HISTOGRAM_CLASSES) {
      for (const bin of bins) {
        if (bin.mafOver >= over && bin.mafUpTo <= upTo) counts[id] += bin.r2Histogram[at] ?? 0
      }
    }
    return {
      ...{ from: at / R2_BINS, to: (at + 1) / R2_BINS, counts },
      all: counts.rare + counts.low + counts.common,
    }
  })
}

/** How many imputed variants a filter on R2 leaves. `threshold` is a bound of a bin. */
export function keptAt(
  histogram: readonly HistogramBin[],
  threshold: number,
): { readonly kept: number; readonly all: number } {
  const first = Math.round(threshold * R2_BINS)
  const count = (bins: readonly HistogramBin[]) => bins.reduce((sum, { all }) => sum + all, 0)
  return { kept: count(histogram.slice(first)), all: count(histogram) }
}

/** Keeps what was typed whatever its R2, since that was measured and not guessed. */
export function filterCommand(chromosomes: readonly string[], threshold: number): string {
  const filter = `bcftools view -i 'INFO/R2>=${threshold} || INFO/TYPED=1' -Oz`
  const [only, ...more] = chromosomes
  if (only !== undefined && more.length === 0) {
    return `${filter} -o chr${only}.filtered.vcf.gz chr${only}.dose.vcf.gz`
  }
  return `for c in ${chromosomes.join(' ')}; do ${filter} -o chr$c.filtered.vcf.gz chr$c.dose.vcf.gz; done`
}

/** Upper bounds of the classes that variants are counted in. */
const COUNT_CLASSES = [0.001, 0.005, 0.01, 0.05, 0.2, 0.5] as const

export interface CountClass {
  readonly over: number
  readonly upTo: number
  readonly imputed: number
  readonly typed: number
  readonly typedOnly: number
  /** Imputed variants with an R2 of at least 0.3 and of at least 0.8. */
  readonly atLeast03: number
  readonly atLeast08: number
}

export function countClasses(bins: readonly MafBin[]): CountClass[] {
  return COUNT_CLASSES.map((upTo, index) => {
    const over = COUNT_CLASSES[index - 1] ?? 0
    const own = bins.filter((bin) => bin.mafOver >= over && bin.mafUpTo <= upTo)
    const sum = (of: (bin: MafBin) => number) => own.reduce((total, bin) => total + of(bin), 0)
    const from = (bin: MafBin, first: number) =>
      bin.r2Histogram.slice(first).reduce((total, count) => total + count, 0)
    return {
      ...{ over, upTo },
      imputed: sum(({ imputed }) => imputed),
      typed: sum(({ typed }) => typed),
      typedOnly: sum(({ typedOnly }) => typedOnly),
      atLeast03: sum((bin) => from(bin, 0.3 * R2_BINS)),
      atLeast08: sum((bin) => from(bin, 0.8 * R2_BINS)),
    }
  })
}
