import type { JobView } from '@crosspanel/protocol/job'
import { describe, expect, it } from 'vitest'
import { jobsAfter } from './patch.ts'

const JOBS = [
  { id: 'a', state: 'queued', name: 'A' },
  { id: 'b', state: 'queued', name: 'B' },
] as JobView[]
const patch = (type: string, subject: string) => ({ type, subject, data: { state: 'running' } })

describe('a list of jobs after a live patch', () => {
  it('has the changed job in its place', () => {
    expect(jobsAfter(JOBS, patch('job', 'b'))).toEqual([
      JOBS[0],
      { id: 'b', state: 'running', name: 'B' },
    ])
  })

  it('is read again for a job that it does not show', () => {
    expect(jobsAfter(JOBS, patch('job', 'c'))).toBe('refresh')
  })

  it('takes no notice of the progress of a job that it does not show', () => {
    const progress = { type: 'job', subject: 'c', data: { contact: 'late' } }

    expect(jobsAfter(JOBS, progress)).toBeUndefined()
  })

  it('takes no notice of other things', () => {
    expect(jobsAfter(JOBS, patch('panel', 'a'))).toBeUndefined()
  })
})
