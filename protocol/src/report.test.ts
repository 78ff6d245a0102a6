import { describe, expect, it } from 'vitest'
import { SiteActivity } from './report.ts'

const cell = (day: string, name = 'swegen-v1') => ({
  day,
  panelId: `site:lund/${name}`,
  runs: 12,
  failed: 0,
  medianWaitS: 40,
  samples: 5000,
})
const isTaken = (from: string, to: string, cells: readonly unknown[]) =>
  SiteActivity.safeParse({ from, to, cells }).success

describe('activity that a site tells of', () => {
  it('is of the days of its span, both ends included, each panel once a day', () => {
    const cells = [
      cell('2026-03-01'),
      cell('2026-03-02'),
      cell('2026-03-02', 'h3-v1'),
      cell('2026-03-03'),
    ]

    expect(isTaken('2026-03-01', '2026-03-03', cells)).toBe(true)
    expect(isTaken('2026-03-01', '2026-03-01', [])).toBe(true)
  })

  it.each([
    ['the span ends before it begins', '2026-03-03', '2026-03-01', []],
    ['a day is before the span', '2026-03-02', '2026-03-03', [cell('2026-03-01')]],
    ['a day is after the span', '2026-03-02', '2026-03-03', [cell('2026-03-04')]],
    [
      'a panel is told of twice on one day',
      '2026-03-01',
      '2026-03-03',
      [cell('2026-03-02'), cell('2026-03-02')],
    ],
  ])('is refused when %s', (_, from, to, cells) => {
    expect(isTaken(from, to, cells)).toBe(false)
  })
})
