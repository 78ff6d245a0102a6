import type { Dashboard } from '@crosspanel/protocol/dashboard'
import type { JobView } from '@crosspanel/protocol/job'
import { describe, expect, it } from 'vitest'
import { groupJobs, silenceOf } from './groups.ts'

const job = (state: JobView['state'], endedAt: string | null) => ({ state, endedAt }) as JobView
const THEN = '2026-01-01T00:00:00Z'

describe('the latest jobs', () => {
  it('are grouped by what they ask of a person', () => {
    const groups = groupJobs([
      job('running', null),
      job('failed', THEN),
      job('completed', THEN),
      job('rejected', THEN),
      job('cancelled', THEN),
    ])

    expect(groups.running.map(({ state }) => state)).toEqual(['running'])
    expect(groups.attention.map(({ state }) => state)).toEqual(['failed', 'rejected'])
    expect(groups.ended.map(({ state }) => state)).toEqual(['completed', 'cancelled'])
  })
})

describe('sites that are not heard of', () => {
  const site = (contact: string, ageS: number | null) =>
    ({ contact, ageS }) as Dashboard['federation'][number]

  it('are told with the longest silence', () => {
    const federation = [
      site('ok', 1),
      site('lost', 1000),
      site('lost', 2000),
      site('unknown', null),
    ]

    expect(silenceOf(federation)).toEqual({ lost: 2, oldestS: 2000 })
  })

  it('are none while all answer or were not asked yet', () => {
    expect(silenceOf([site('ok', 1), site('unknown', null)])).toBeUndefined()
  })
})
