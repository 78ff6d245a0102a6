import { ActivityCell } from '@crosspanel/protocol/report'
import { describe, expect, it } from 'vitest'
import { toldOf } from './activity.ts'

const day = (runs: number, failed: number) =>
  toldOf({
    day: '2026-03-09',
    panelId: 'site:lund/swegen-v1',
    runs,
    failed,
    medianWaitS: 12.5,
    samples: 900,
  })

describe('what is told of a day of a panel', () => {
  it.each([
    ['many runs', 12, 0, 12, 0],
    ['many of both kinds', 12, 5, 12, 5],
    ['nothing but failures', 6, 6, 6, 6],
    ['few failures', 12, 4, 12, null],
    ['few that did not fail, which failures would tell', 12, 9, 12, null],
    ['few runs', 4, 0, null, null],
  ])('of %s', (_, runs, failed, toldRuns, toldFailed) => {
    const cell = ActivityCell.parse(day(runs, failed))

    expect([cell.runs, cell.failed]).toEqual([toldRuns, toldFailed])
  })

  it('leaves samples and waits out with a small count', () => {
    expect(day(4, 0)).toMatchObject({ medianWaitS: null, samples: null })
    expect(day(5, 0)).toMatchObject({ medianWaitS: 12.5, samples: 900 })
  })
})
