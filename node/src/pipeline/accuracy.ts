import type { AccuracyClass, ImputationSummary } from '@crosspanel/protocol/summary'

/** Upper bounds of the minor allele frequency classes. */
const MAF_BOUNDS = [0.001, 0.005, 0.01, 0.05, 0.5] as const
const R2_BINS = 10

/** Sums over output variants, which can be added up over chunks and stored with one. */
export interface AccuracySums {
  imputed: number
  typed: number
  typedOnly: number
  r2Sum: number
  er2Sum: number
  er2Count: number
  readonly classes: {
    variants: number
    r2Sum: number
    r2AtLeast03: number
    r2AtLeast08: number
    r2Histogram: number[]
  }[]
}

/** One output record's INFO. `null` where minimac4 gives no number. */
export interface VariantAccuracy {
  readonly isTyped: boolean
  readonly isImputed: boolean
  readonly maf: number
  readonly r2: number | null
  readonly er2: number | null
}

export function noAccuracy(): AccuracySums {
  return {
    imputed: 0,
    typed: 0,
    typedOnly: 0,
    r2Sum: 0,
    er2Sum: 0,
    er2Count: 0,
    classes: MAF_BOUNDS.map(() => ({
      variants: 0,
      r2Sum: 0,
      r2AtLeast03: 0,
      r2AtLeast08: 0,
      r2Histogram: Array.from({ length: R2_BINS }, () => 0),
    })),
  }
}

export function addVariant(sums: AccuracySums, variant: VariantAccuracy): void {
  if (!variant.isImputed) {
    sums.typedOnly++
    return
  }
  if (variant.isTyped) {
    sums.typed++
    if (variant.er2 !== null) {
      sums.er2Sum += variant.er2
      sums.er2Count++
    }
    return
  }
  sums.imputed++
  const r2 = variant.r2 ?? 0
  sums.r2Sum += r2
  const index = MAF_BOUNDS.findIndex((bound) => variant.maf <= bound)
  const group = sums.classes[index === -1 ? MAF_BOUNDS.length - 1 : index]
  if (group === undefined) return
  group.variants++
  group.r2Sum += r2
  if (r2 >= 0.3) group.r2AtLeast03++
  if (r2 >= 0.8) group.r2AtLeast08++
  const bin = Math.min(R2_BINS - 1, Math.max(0, Math.floor(r2 * R2_BINS)))
  group.r2Histogram[bin] = (group.r2Histogram[bin] ?? 0) + 1
}

export function addAccuracy(total: AccuracySums, more: AccuracySums): void {
  total.imputed += more.imputed
  total.typed += more.typed
  total.typedOnly += more.typedOnly
  total.r2Sum += more.r2Sum
  total.er2Sum += more.er2Sum
  total.er2Count += more.er2Count
  for (const [index, group] of total.classes.entries()) {
    const other = more.classes[index]
    if (other === undefined) continue
    group.variants += other.variants
    group.r2Sum += other.r2Sum
    group.r2AtLeast03 += other.r2AtLeast03
    group.r2AtLeast08 += other.r2AtLeast08
    group.r2Histogram = group.r2Histogram.map((count, bin) => count + (other.r2Histogram[bin] ?? 0))
  }
}

export function summariseAccuracy(sums: AccuracySums): ImputationSummary {
  return {
    outputVariants: sums.imputed + sums.typed + sums.typedOnly,
    imputed: sums.imputed,
    typed: sums.typed,
    typedOnly: sums.typedOnly,
    meanR2: mean(sums.r2Sum, sums.imputed),
    meanEr2: mean(sums.er2Sum, sums.er2Count),
    accuracy: sums.classes.map((group, index): AccuracyClass => ({
      mafOver: MAF_BOUNDS[index - 1] ?? 0,
      mafUpTo: MAF_BOUNDS[index] ?? 0.5,
      variants: group.variants,
      meanR2: mean(group.r2Sum, group.variants),
      r2AtLeast03: group.r2AtLeast03,
      r2AtLeast08: group.r2AtLeast08,
      r2Histogram: group.r2Histogram,
    })),
  }
}

const mean = (sum: number, count: number) => (count === 0 ? null : sum / count)
