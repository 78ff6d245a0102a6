import { describe, expect, it } from 'vitest'
import { exampleSummary } from './example.ts'
import { callRateBins, chunkRows, samplesBelow, shownSteps, waterfall } from './quality-control.ts'

describe('the waterfall of quality control', () => {
  const counts = {
    ...exampleSummary().qualityControl,
    ...{ records: 100, outsidePanelRange: 10, monomorphic: 15, alleleSwitch: 5 },
    ...{ typedOnly: 20, remaining: 50, excluded: 20 },
  }

  it('begins with every record and ends with what stayed', () => {
    const steps = waterfall(counts)

    expect(steps[0]).toEqual({ id: 'records', kind: 'all', count: 100, from: 0, share: 1 })
    expect(steps.at(-1)).toEqual({
      ...{ id: 'remaining', kind: 'kept', count: 50, from: 0, share: 0.5 },
    })
  })

  it('takes each filter off what the ones before have left', () => {
    const steps = shownSteps(waterfall(counts))

    expect(steps.map(({ id, from, count }) => [id, from, count])).toEqual([
      ['records', 0, 100],
      ['outsidePanelRange', 90, 10],
      ['monomorphic', 75, 15],
      ['alleleSwitch', 70, 5],
      ['typedOnly', 50, 20],
      ['remaining', 0, 50],
    ])
  })

  it('accounts for every variant of a real run', () => {
    const { qualityControl } = exampleSummary()
    const steps = waterfall(qualityControl)

    const ended = steps.filter(({ kind }) => kind !== 'all')
    expect(ended.reduce((sum, { count }) => sum + count, 0)).toBe(qualityControl.records)
  })
})

describe('the rows of the chunk map', () => {
  it('are chromosomes with their chunks in order', () => {
    const [first, second] = exampleSummary().chunks
    if (first === undefined || second === undefined) throw new Error('the example has chunks')

    const rows = chunkRows([second, { ...first, chromosome: '21' }, first])

    expect(rows.map(({ chromosome, chunks }) => [chromosome, chunks.length])).toEqual([
      ['20', 2],
      ['21', 1],
    ])
    expect(rows[0]?.chunks[0]?.start).toBe(1)
  })
})

describe('the histogram of call rates', () => {
  it('begins at 90 %, or at the worst sample', () => {
    const good = Array.from({ length: 100 }, (_, bin): number => (bin >= 98 ? 10 : 0))
    const withBad = good.with(42, 1)

    expect(callRateBins(good)[0]).toEqual({ from: 0.9, to: 0.91, samples: 0 })
    expect(callRateBins(withBad)[0]).toEqual({ from: 0.42, to: 0.43, samples: 1 })
    expect(samplesBelow(withBad, 0.9)).toBe(1)
    expect(samplesBelow(withBad, 0.99)).toBe(11)
  })
})
