import { describe, expect, it } from 'vitest'
import { JobDetail, ReportedProgress } from './job.ts'

const COUNTS = { phase: 'imputing', chunksDone: 1, chunksTotal: 2 } as const
const PLACE = { chromosome: '20', start: 1, end: 20_000_000 } as const

describe('progress that a host reports', () => {
  it('brings the chunks', () => {
    const progress = { ...COUNTS, chunks: [{ ...PLACE, state: 'phasing' }] }

    expect(ReportedProgress.parse(progress)).toEqual(progress)
  })

  it.each([
    ['an earlier release, which tells of none', {}],
    ['a later release, which knows another state', { chunks: [{ ...PLACE, state: 'polished' }] }],
    [
      'one that tells of more than any genome has',
      { chunks: Array.from({ length: 401 }, () => ({ ...PLACE, state: 'done' })) },
    ],
  ])('counts when it is of %s', (_, more) => {
    expect(ReportedProgress.parse({ ...COUNTS, ...more })).toEqual(COUNTS)
  })
})

describe('a job', () => {
  it('has no chunks when its node is of an earlier release', () => {
    expect(JobDetail.shape.chunks.parse(undefined)).toBeNull()
  })
})
