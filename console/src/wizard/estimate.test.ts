import { describe, expect, it } from 'vitest'
import { estimateOf } from './estimate.ts'
import { examplePanel } from './fixtures.ts'

const panel = examplePanel()
const told = panel.hostTold!

describe('the estimate of a job', () => {
  it("scales the host's finished runs by samples and variants of the job's chromosomes", () => {
    const estimate = estimateOf(panel, { samples: 1000, chromosomes: ['20'] })

    expect(estimate).toMatchObject({
      kind: 'range',
      runS: { p10: 1000, p50: 1500, p90: 2750 },
      waitS: { p50: 12, p90: 1800 },
      ...{ isBeyond: false, toldAt: told.at },
    })
  })

  it('is never below the quickest of the runs', () => {
    const estimate = estimateOf(panel, { samples: 20, chromosomes: ['21'] })

    expect(estimate).toMatchObject({ runS: { p10: 30, p50: 30, p90: 33 } })
  })

  it('says when a job is larger than any of the runs', () => {
    const estimate = estimateOf(panel, { samples: 10_000, chromosomes: ['20', '21'] })

    expect(estimate).toMatchObject({ isBeyond: true })
  })

  it.each<[string, Partial<typeof panel>]>([
    ['not-told', { hostTold: null }],
    ['no-basis', { hostTold: { ...told, runTimes: null } }],
    ['no-chromosomes', { chromosomes: [] }],
  ])('is none: %s', (why, more) => {
    const estimate = estimateOf({ ...panel, ...more }, { samples: 50, chromosomes: ['20'] })

    expect(estimate).toEqual({ kind: 'none', why })
  })
})
