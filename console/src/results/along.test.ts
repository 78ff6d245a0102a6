import { describe, expect, it } from 'vitest'
import { knownRegion, unbroken, windowsOf, worstWindows } from './along.ts'

const windows = windowsOf({
  binBp: 1_000_000,
  chromosomes: [
    {
      ...{ chromosome: '6', start: 24_000_001, variants: [30, 0, 25, 25, 3] },
      ...{ meanR2: [0.9, null, 0.4, 0.5, 0.1] },
    },
  ],
})

describe('windows along a chromosome', () => {
  it('have their positions, and leave out what has no variant', () => {
    expect(windows.map(({ start, end }) => [start, end])).toEqual([
      [24_000_001, 25_000_000],
      [26_000_001, 27_000_000],
      [27_000_001, 28_000_000],
      [28_000_001, 29_000_000],
    ])
  })

  it('are joined where nothing lies between', () => {
    expect(unbroken(windows).map(({ length }) => length)).toEqual([1, 3])
  })

  it('are worst by their mean, if enough variants make it', () => {
    expect(worstWindows(windows, 2).map(({ meanR2 }) => meanR2)).toEqual([0.4, 0.5])
  })
})

describe('regions that are known to be hard', () => {
  it.each([
    ['6', 24_000_001, undefined],
    ['6', 25_500_001, 'hla'],
    ['20', 27_000_001, 'centromere'],
    ['20', 40_000_001, undefined],
    ['X', 60_000_001, undefined],
  ])('on chromosome %s at %d: %s', (chromosome, start, region) => {
    expect(knownRegion('GRCh38', { chromosome, start, end: start + 999_999 })).toBe(region)
  })
})
