import { describe, expect, it } from 'vitest'
import { createFrequencyCells } from './frequency-cells.ts'

describe('the frequencies of samples against the panel', () => {
  it('counts each variant in the cell of its two frequencies', () => {
    const frequencies = createFrequencyCells()

    frequencies.add(0, 0.05)
    frequencies.add(1, 1)
    frequencies.add(0.999, 1)

    const { cells, populationSamples } = frequencies.result(99)
    const filled = cells.flatMap((count, cell) => (count === 0 ? [] : [[cell, count]]))
    expect(filled).toEqual([
      [2 * 50, 1],
      [50 * 50 - 1, 2],
    ])
    expect(populationSamples).toBe(99)
  })

  it('gives the squared correlation, and none where a frequency does not vary', () => {
    const same = createFrequencyCells()
    const flat = createFrequencyCells()
    const apart = createFrequencyCells()
    for (const frequency of [0.1, 0.3, 0.8]) {
      same.add(frequency, frequency)
      flat.add(0.5, frequency)
    }
    for (const [panel, study] of [[1, 1] as const, [2, 3] as const, [3, 2] as const]) {
      apart.add(panel / 10, study / 10)
    }

    const r2 = [same, flat, apart].map((frequencies) => frequencies.result(10).r2)
    expect(r2).toEqual([1, null, 0.25])
  })
})
