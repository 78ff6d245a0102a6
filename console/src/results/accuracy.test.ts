import { MAF_BIN_BOUNDS, type MafBin } from '@crosspanel/protocol/summary'
import { describe, expect, it } from 'vitest'
import {
  accuracyWithin,
  countClasses,
  filterCommand,
  HISTOGRAM_CLASSES,
  keptAt,
  mafPoints,
  quantileOf,
  r2Histogram,
} from './accuracy.ts'

/** Bins by MAF; `filled` gives some of them variants by bin of R2. */
function bins(filled: Readonly<Record<number, Readonly<Record<number, number>>>>): MafBin[] {
  return MAF_BIN_BOUNDS.map((mafUpTo, index) => {
    const r2Histogram = Array.from({ length: 50 }, (_, at) => filled[mafUpTo]?.[at] ?? 0)
    const imputed = r2Histogram.reduce((sum, count) => sum + count, 0)
    const r2Sum = r2Histogram.reduce((sum, count, at) => sum + (count * (at + 0.5)) / 50, 0)
    return {
      ...{ mafOver: MAF_BIN_BOUNDS[index - 1] ?? 0, mafUpTo, imputed, typed: 2, typedOnly: 1 },
      ...{ meanR2: imputed === 0 ? null : r2Sum / imputed, withEr2: 0, meanEr2: null, r2Histogram },
    }
  })
}

describe('a quantile of a histogram', () => {
  it('lies within the bin that holds it, in proportion', () => {
    const histogram = [0, 10, 0, 10]

    const found = [0.25, 0.5, 0.75, 1].map((share) => quantileOf(histogram, share))

    expect(found).toEqual([0.375, 0.5, 0.875, 1])
  })

  it('has 4 decimals, as every R2 of a summary', () => {
    expect(quantileOf([3, 0, 0], 0.5)).toBe(0.1667)
  })

  it('is none of nothing', () => {
    expect(quantileOf([0, 0], 0.5)).toBeNull()
  })

  it('rises with its share at each frequency', () => {
    const [point] = mafPoints(bins({ 0.0001: { 3: 5, 20: 9, 44: 2 } }))

    expect(point?.p10).toBeLessThan(point?.p50 ?? 0)
    expect(point?.p50).toBeLessThan(point?.p90 ?? 0)
  })
})

describe('accuracy within bounds of frequency', () => {
  it('is the mean over variants, not over bins', () => {
    const found = accuracyWithin(
      bins({ 0.1: { 49: 30 }, 0.2: { 0: 10 }, 0.05: { 0: 99 } }),
      0.05,
      0.5,
    )

    expect(found.variants).toBe(40)
    expect(found.meanR2).toBeCloseTo((30 * 0.99 + 10 * 0.01) / 40)
    expect(accuracyWithin(bins({}), 0, 0.005)).toEqual({ variants: 0, meanR2: null })
  })
})

describe('the histogram of R2', () => {
  const histogram = r2Histogram(bins({ 0.0001: { 0: 1 }, 0.05: { 15: 2, 14: 4 }, 0.5: { 49: 8 } }))

  it('counts each variant in one class', () => {
    expect(histogram[0]?.counts).toEqual({ rare: 1, low: 0, common: 0 })
    expect(histogram[15]?.counts).toEqual({ rare: 0, low: 2, common: 0 })
    expect(histogram[49]).toMatchObject({ from: 0.98, to: 1, all: 8 })
    expect(HISTOGRAM_CLASSES.map(({ upTo }) => upTo)).toEqual([0.005, 0.05, 0.5])
  })

  it.each([
    [0, 15],
    [0.28, 14],
    [0.3, 10],
    [0.98, 8],
    [1, 0],
  ])('keeps at a threshold of %f what reaches it', (threshold, kept) => {
    expect(keptAt(histogram, threshold)).toEqual({ kept, all: 15 })
  })
})

describe('the filter command', () => {
  it('names the one file, or goes through all', () => {
    expect(filterCommand(['20'], 0.3)).toBe(
      "bcftools view -i 'INFO/R2>=0.3 || INFO/TYPED=1' -Oz -o chr20.filtered.vcf.gz chr20.dose.vcf.gz",
    )
    expect(filterCommand(['1', '2'], 0.8)).toBe(
      "for c in 1 2; do bcftools view -i 'INFO/R2>=0.8 || INFO/TYPED=1' -Oz -o chr$c.filtered.vcf.gz chr$c.dose.vcf.gz; done",
    )
  })
})

describe('counts by frequency class', () => {
  it('hold every variant once', () => {
    const classes = countClasses(bins({ 0.0005: { 2: 7 }, 0.5: { 14: 1, 15: 2, 40: 4 } }))

    expect(classes).toHaveLength(6)
    expect(classes[0]).toMatchObject({ imputed: 7, typed: 8, typedOnly: 4, atLeast03: 0 })
    expect(classes[5]).toMatchObject({ imputed: 7, typed: 2, atLeast03: 6, atLeast08: 4 })
    expect(classes.reduce((sum, { typed }) => sum + typed, 0)).toBe(24)
  })
})
