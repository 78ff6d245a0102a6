import {
  MAF_BIN_BOUNDS,
  R2_BINS,
  type AccuracyClass,
  type ImputationSummary,
  type MafBin,
} from '@crosspanel/protocol/summary'

/** Upper bounds of the minor allele frequency classes; each is one of `MAF_BIN_BOUNDS` too. */
const MAF_CLASS_BOUNDS = [0.001, 0.005, 0.01, 0.05, 0.5] as const
const R2_CLASS_BINS = 10
/** A decimal such as 0.58 times the number of bins can come out just below a whole number. */
const ROUNDING = 1e-9

/** Sums over the output variants of one bin of minor allele frequency. */
interface MafBinSums {
  imputed: number
  typed: number
  typedOnly: number
  r2Sum: number
  er2Sum: number
  er2Count: number
  r2Histogram: number[]
}

/** Sums over output variants, one for each of `MAF_BIN_BOUNDS`. */
export type AccuracySums = readonly MafBinSums[]

/** One output record's INFO. `null` where minimac4 gives no number. */
export interface VariantAccuracy {
  readonly isTyped: boolean
  readonly isImputed: boolean
  readonly maf: number
  readonly r2: number | null
  readonly er2: number | null
}

export function noAccuracy(): AccuracySums {
  return MAF_BIN_BOUNDS.map(() => ({
    imputed: 0,
    typed: 0,
    typedOnly: 0,
    r2Sum: 0,
    er2Sum: 0,
    er2Count: 0,
    r2Histogram: Array.from({ length: R2_BINS }, () => 0),
  }))
}

export function addVariant(sums: AccuracySums, variant: VariantAccuracy): void {
  const index = MAF_BIN_BOUNDS.findIndex((bound) => variant.maf <= bound)
  const bin = sums.at(index)
  if (bin === undefined) return
  if (!variant.isImputed) bin.typedOnly++
  else if (variant.isTyped) {
    bin.typed++
    if (variant.er2 === null) return
    bin.er2Sum += variant.er2
    bin.er2Count++
  } else {
    const r2 = variant.r2 ?? 0
    bin.imputed++
    bin.r2Sum += r2
    const r2Bin = Math.min(R2_BINS - 1, Math.max(0, Math.floor(r2 * R2_BINS + ROUNDING)))
    bin.r2Histogram[r2Bin] = (bin.r2Histogram[r2Bin] ?? 0) + 1
  }
}

export function addAccuracy(total: AccuracySums, more: AccuracySums): void {
  for (const [index, bin] of total.entries()) {
    const other = more[index]
    if (other !== undefined) addBin(bin, other)
  }
}

function addBin(total: MafBinSums, more: MafBinSums): void {
  total.imputed += more.imputed
  total.typed += more.typed
  total.typedOnly += more.typedOnly
  total.r2Sum += more.r2Sum
  total.er2Sum += more.er2Sum
  total.er2Count += more.er2Count
  total.r2Histogram = total.r2Histogram.map((count, at) => count + (more.r2Histogram[at] ?? 0))
}

export function outputVariantsOf(sums: AccuracySums): number {
  const { imputed, typed, typedOnly } = totalOf(sums)
  return imputed + typed + typedOnly
}

function totalOf(bins: AccuracySums): MafBinSums {
  const [total, ...others] = structuredClone(bins)
  if (total === undefined) throw new Error('accuracy has at least one bin')
  for (const bin of others) addBin(total, bin)
  return total
}

export function summariseAccuracy(sums: AccuracySums): ImputationSummary {
  const total = totalOf(sums)
  return {
    outputVariants: outputVariantsOf(sums),
    imputed: total.imputed,
    typed: total.typed,
    typedOnly: total.typedOnly,
    meanR2: mean(total.r2Sum, total.imputed),
    meanEr2: mean(total.er2Sum, total.er2Count),
    accuracy: MAF_CLASS_BOUNDS.map((mafUpTo, index) => {
      const mafOver = MAF_CLASS_BOUNDS[index - 1] ?? 0
      const bins = sums.filter((_, bin) => isWithin(MAF_BIN_BOUNDS[bin] ?? 0, mafOver, mafUpTo))
      return summariseClass(totalOf(bins), mafOver, mafUpTo)
    }),
  }
}

const isWithin = (bound: number, over: number, upTo: number) => bound > over && bound <= upTo

function summariseClass(bin: MafBinSums, mafOver: number, mafUpTo: number): AccuracyClass {
  const { imputed, r2Sum, r2Histogram } = bin
  const width = R2_BINS / R2_CLASS_BINS
  return {
    ...{ mafOver, mafUpTo, variants: imputed, meanR2: mean(r2Sum, imputed) },
    r2AtLeast03: sum(r2Histogram.slice(0.3 * R2_BINS)),
    r2AtLeast08: sum(r2Histogram.slice(0.8 * R2_BINS)),
    r2Histogram: Array.from({ length: R2_CLASS_BINS }, (_, index) =>
      sum(r2Histogram.slice(index * width, (index + 1) * width)),
    ),
  }
}

export function summariseMafBins(sums: AccuracySums): MafBin[] {
  return sums.map((bin, index) => ({
    mafOver: MAF_BIN_BOUNDS[index - 1] ?? 0,
    mafUpTo: MAF_BIN_BOUNDS[index] ?? 0.5,
    imputed: bin.imputed,
    typed: bin.typed,
    typedOnly: bin.typedOnly,
    meanR2: rounded(mean(bin.r2Sum, bin.imputed)),
    withEr2: bin.er2Count,
    meanEr2: rounded(mean(bin.er2Sum, bin.er2Count)),
    r2Histogram: bin.r2Histogram,
  }))
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
const mean = (total: number, count: number) => (count === 0 ? null : total / count)
const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(4)))
