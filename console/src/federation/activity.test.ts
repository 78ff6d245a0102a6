import { describe, expect, it } from 'vitest'
import { spanOf, sumsByPanel, sumsOf } from './activity.ts'

const cell = (panelId: string, runs: number | null, failed: number | null) => ({
  day: '2026-03-01',
  hostSite: 'site:lund',
  panelId,
  runs,
  failed,
  medianWaitS: null,
  samples: runs === null ? null : runs * 100,
})

describe('sums of activity', () => {
  it('are lower bounds: what was not told is in none', () => {
    const sums = sumsOf([cell('a', 20, 5), cell('a', 30, null), cell('a', null, null)])

    expect(sums).toEqual({ runs: 50, failed: 5, samples: 5000, small: 2, failureShare: undefined })
  })

  it('say a share of failures when all counts were told, and none where some are missing', () => {
    expect(sumsOf([cell('a', 20, 5), cell('a', 20, 0)]).failureShare).toBe(0.125)
    expect(sumsOf([cell('a', 30, null)]).failureShare).toBeUndefined()
    expect(sumsOf([]).failureShare).toBeUndefined()
  })

  it('are made for each panel, the busiest first', () => {
    const rows = sumsByPanel([cell('a', 5, 0), cell('b', 9, 0), cell('a', 6, 0)])

    expect(rows.map(({ panelId, runs }) => [panelId, runs])).toEqual([
      ['a', 11],
      ['b', 9],
    ])
  })
})

describe('the span of activity', () => {
  it.each([
    ['7', 7],
    ['90', 90],
    ['8', 30],
    [undefined, 30],
  ])('of %s', (text, days) => {
    expect(spanOf(text)).toBe(days)
  })
})
