import { describe, expect, it } from 'vitest'
import { chooseTypedSites, unphasedRecord } from './array-density.ts'

const site = (position: number, frequency: number, ref = 'A', alt = 'C') => ({
  ...{ position, frequency, ref, alt },
})

describe('thinning to the density of an array', () => {
  it('takes the most common variant of each window, in order', () => {
    const sites = [site(9100, 0.2), site(100, 0.1), site(200, 0.6), site(300, 0.3)]

    expect(chooseTypedSites(sites)).toEqual([site(200, 0.6), site(9100, 0.2)])
  })

  it.each([
    ['rare ones', site(1, 0.04)],
    ['those that nearly everybody carries', site(1, 0.96)],
    ['insertions', site(1, 0.4, 'A', 'AT')],
    ['deletions', site(1, 0.4, 'AT', 'A')],
    ['A/T', site(1, 0.4, 'A', 'T')],
    ['C/G', site(1, 0.4, 'G', 'C')],
  ])('leaves out %s', (_name, one) => {
    expect(chooseTypedSites([one])).toEqual([])
  })
})

describe('taking the phase off', () => {
  const genotypes = Array.from({ length: 2000 }, (_, i) => ['0|0', '0|1', '1|0', '1|1'][i % 4]!)

  it('leaves no trace of which haplotype an allele was on', () => {
    const left = new Set(unphasedRecord(1000, genotypes))

    expect([...left].toSorted()).toEqual(['./.', '0/0', '0/1', '1/1'])
  })

  it('has about 0.5 % missing, the same ones each time and others at another site', () => {
    const missingAt = (position: number) =>
      unphasedRecord(position, genotypes).flatMap((genotype, i) => (genotype === './.' ? [i] : []))

    const counts = Array.from({ length: 50 }, (_, i) => missingAt(1_000_000 + 977 * i).length)
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    expect(mean).toBeGreaterThan(8)
    expect(mean).toBeLessThan(12)
    expect(missingAt(1000)).toEqual(missingAt(1000))
    expect(missingAt(1000)).not.toEqual(missingAt(1001))
  })
})
