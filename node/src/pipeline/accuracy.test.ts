import { describe, expect, it } from 'vitest'
import {
  addAccuracy,
  addVariant,
  noAccuracy,
  outputVariantsOf,
  summariseAccuracy,
  summariseMafBins,
} from './accuracy.ts'

const imputed = (maf: number, r2: number | null) => ({
  ...{ isTyped: false, isImputed: true, maf, r2, er2: null },
})

describe('the accuracy of a run', () => {
  it('parts imputed, typed and typed-only variants', () => {
    const sums = noAccuracy()

    addVariant(sums, imputed(0.2, 0.9))
    addVariant(sums, { ...imputed(0.2, 1), isTyped: true, er2: 0.8 })
    addVariant(sums, { ...imputed(0.2, 1), isTyped: true, isImputed: false })

    expect(summariseAccuracy(sums)).toMatchObject({
      outputVariants: 3,
      imputed: 1,
      typed: 1,
      typedOnly: 1,
      meanR2: 0.9,
      meanEr2: 0.8,
    })
  })

  it('puts each imputed variant into one frequency class and one bin', () => {
    const sums = noAccuracy()

    for (const maf of [0, 0.001, 0.004, 0.01, 0.05, 0.5]) addVariant(sums, imputed(maf, 1))

    const { accuracy } = summariseAccuracy(sums)
    expect(accuracy.map(({ variants }) => variants)).toEqual([2, 1, 1, 1, 1])
    expect(accuracy[0]?.r2Histogram.at(-1)).toBe(2)
  })

  it('puts R2 into the bin that its decimals name, the last of which includes 1', () => {
    const sums = noAccuracy()

    for (const r2 of [0, 0.28, 0.29, 0.58, 0.999, 1, null]) addVariant(sums, imputed(0.15, r2))

    const bin = summariseMafBins(sums).find(({ mafUpTo }) => mafUpTo === 0.2)
    const filled = bin?.r2Histogram.flatMap((count, index) => (count === 0 ? [] : [[index, count]]))
    expect(filled).toEqual([
      [0, 2],
      [14, 2],
      [29, 1],
      [49, 2],
    ])
  })

  it('tells bins with typed variants and their leave-one-out R2 apart', () => {
    const sums = noAccuracy()

    addVariant(sums, { ...imputed(0.03, 1), isTyped: true, er2: 0.75 })
    addVariant(sums, { ...imputed(0.03, 1), isTyped: true, er2: null })
    addVariant(sums, { ...imputed(0.03, 1), isTyped: true, isImputed: false })

    const bin = summariseMafBins(sums).find(({ mafUpTo }) => mafUpTo === 0.05)
    expect(bin).toMatchObject({
      ...{ mafOver: 0.02, imputed: 0, typed: 2, typedOnly: 1 },
      ...{ meanR2: null, withEr2: 1, meanEr2: 0.75 },
    })
    expect(outputVariantsOf(sums)).toBe(3)
  })

  it('adds up over chunks as if they were one', () => {
    const parts = [noAccuracy(), noAccuracy()]
    const whole = noAccuracy()
    for (const [index, part] of parts.entries()) {
      const variant = imputed(0.03, 0.25 + index / 2)
      addVariant(part, variant)
      addVariant(whole, variant)
    }

    const total = noAccuracy()
    for (const part of parts) addAccuracy(total, part)

    expect(total).toEqual(whole)
  })

  it('has no mean where there is no variant', () => {
    expect(summariseAccuracy(noAccuracy())).toMatchObject({ meanR2: null, meanEr2: null })
  })
})
