import { describe, expect, it } from 'vitest'
import { alternate, timeEach } from './alternate.ts'
import { describeRow, toMeasured } from './report.ts'
import type { Measurement } from './row.ts'
import { fairness, median, quantile } from './statistics.ts'

const HALF = { words: 'at most half of it', isReached: () => false }
const MEASUREMENT: Measurement = {
  what: 'a list',
  unit: 'ms',
  better: 'lower',
  ours: [1, 2, 30],
  peer: { name: 'another', values: [4, 4, 40] },
}

describe('figures of a benchmark', () => {
  it('are medians and quantiles of the samples, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([1, 2])).toBe(1.5)
    expect(quantile([0, 10, 20, 30, 40], 0.75)).toBe(30)
    expect(() => median([])).toThrow('no values')
  })

  it('tell how even shares are', () => {
    expect(fairness([3, 3, 3])).toBe(1)
    expect(fairness([9, 0, 0])).toBeCloseTo(1 / 3)
  })

  it('are compared pair by pair, so that a slow moment hits both', () => {
    const { summary } = toMeasured(MEASUREMENT)

    expect(summary).toEqual({ ours: 2, peer: 4, ratio: { median: 0.5, min: 0.25, max: 0.75 } })
  })

  it('are refused when a sample has no partner', () => {
    expect(() => toMeasured({ ...MEASUREMENT, ours: [1] })).toThrow('no partner')
  })

  it('are printed when the goal is not reached, too', () => {
    const measured = toMeasured({ ...MEASUREMENT, goal: HALF })

    const text = describeRow({ id: 'B0', title: 'Lists', tookS: 1, measurements: [measured] })

    expect(text).toContain('another: 4 ms; ours is 0.5 times that (0.25 to 0.75, 3 pairs)')
    expect(text).toContain('goal: at most half of it: NOT reached')
  })
})

describe('measuring in turns', () => {
  it('goes A B A B, and keeps nothing of the warm-up', async () => {
    const order: string[] = []
    const side = (name: string) => () => {
      order.push(name)
      return Promise.resolve(order.length)
    }

    const { a, b } = await alternate('full', { a: side('a'), b: side('b') })

    expect(order.join('')).toMatch(/^(ab){7,}$/)
    expect(a.length).toBeGreaterThanOrEqual(5)
    expect(b.length).toBe(a.length)
    expect(a[0]).toBeGreaterThan(1)
  })

  it('makes calls one after the other', async () => {
    let underWay = 0
    const took = await timeEach(5, async () => {
      underWay += 1
      expect(underWay).toBe(1)
      await Promise.resolve()
      underWay -= 1
    })

    expect(took).toHaveLength(5)
  })
})
