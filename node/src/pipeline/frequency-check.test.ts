import { describe, expect, it } from 'vitest'
import { compareFrequencies } from './frequency-check.ts'

const genotypes = { hetCount: 20, homRefCount: 70, homAltCount: 10, noCallCount: 0 }
const sizes = { samples: 100, panelSamples: 200 }

describe('the frequency check', () => {
  it('finds nothing where study and panel agree', () => {
    const { frequency, chiSquare } = compareFrequencies(
      genotypes,
      { comparison: 'match', frequency: 0.2 },
      sizes,
    )

    expect(frequency).toBeCloseTo(0.2)
    expect(chiSquare).toBeCloseTo(0)
  })

  it('gives the chi-square of the two-by-two table of alleles', () => {
    const { chiSquare } = compareFrequencies(
      genotypes,
      { comparison: 'match', frequency: 0.4 },
      sizes,
    )

    // Study 40 of 200, panel 80 of 200: 400 (40*120 - 80*160)^2 / (120*280*200*200).
    expect(chiSquare).toBeCloseTo((400 * (40 * 120 - 80 * 160) ** 2) / (120 * 280 * 200 * 200))
  })

  it('reads the genotypes the other way where the alleles are exchanged', () => {
    const { frequency } = compareFrequencies(
      genotypes,
      { comparison: 'palindromic', frequency: 0.8 },
      sizes,
    )

    expect(frequency).toBeCloseTo(0.8)
  })
})
