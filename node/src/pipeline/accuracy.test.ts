import { describe, expect, it } from 'vitest'
import { addAccuracy, addVariant, noAccuracy, summariseAccuracy } from './accuracy.ts'

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
