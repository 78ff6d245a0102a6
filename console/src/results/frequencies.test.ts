import { alleleChiSquare } from '@crosspanel/protocol/allele-chi-square'
import { describe, expect, it } from 'vitest'
import { farthestCells, filledCells, outlierBounds, shadeOf } from './frequencies.ts'

function cellsWith(filled: readonly (readonly [row: number, column: number, count: number])[]) {
  const cells = new Array<number>(2500).fill(0)
  for (const [row, column, count] of filled) cells[row * 50 + column] = count
  return filledCells(cells)
}

describe('the cells of the plot', () => {
  it('lie at the frequencies at their centre', () => {
    expect(cellsWith([[0, 49, 3]])).toEqual([
      { row: 0, column: 49, panel: 0.99, study: 0.01, variants: 3 },
    ])
  })

  it('have a shade for each power of ten', () => {
    expect([1, 9, 10, 999, 1000, 10_000, 5_000_000].map(shadeOf)).toEqual([0, 0, 1, 2, 3, 4, 4])
  })

  it('are told from the farthest off the diagonal', () => {
    const cells = cellsWith([
      [10, 10, 500],
      [0, 40, 1],
      [30, 5, 2],
    ])

    expect(farthestCells(cells, 2).map(({ variants }) => variants)).toEqual([1, 2])
  })
})

describe('the bounds of outliers', () => {
  it('are where chi-square is 300', () => {
    const bound = outlierBounds(1000, 500).find(({ panel }) => panel === 0.5)

    for (const study of [bound?.above, bound?.below]) {
      const chiSquare = alleleChiSquare({
        ...{ study: study ?? 0, panel: 0.5, studyAlleles: 2000, panelSamples: 500 },
      })
      expect(chiSquare).toBeCloseTo(300)
    }
  })

  it('are none where so few samples cannot reach it', () => {
    const bounds = outlierBounds(20, 60)

    expect(bounds.every(({ above, below }) => above === null && below === null)).toBe(true)
  })
})
