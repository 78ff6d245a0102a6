import { JOB_STATES } from '@crosspanel/protocol/states'
import { describe, expect, it } from 'vitest'
import { isFiltered, queryOf } from './filter.ts'
import { JOB_STATE_ORDER } from './state-order.ts'

const NOW = new Date('2026-01-31T10:20:30Z')

describe('the filter of jobs', () => {
  it('knows the states of the protocol', () => {
    expect(JOB_STATE_ORDER).toEqual(JOB_STATES)
  })

  it('is what the API is asked for', () => {
    const filter = {
      state: 'failed',
      panelId: 'site:cape-town/h3africa-v6',
      hostSite: 'site:cape-town',
      days: '30',
    }

    expect(queryOf(filter, NOW)).toEqual({
      state: 'failed',
      panelId: 'site:cape-town/h3africa-v6',
      hostSite: 'site:cape-town',
      since: '2026-01-01T10:00:00.000Z',
    })
  })

  it('leaves out what no address of ours has', () => {
    const filter = { state: 'bogus', panelId: 'x', hostSite: 'lund', days: '-1' }

    expect(queryOf(filter, NOW)).toEqual({})
  })

  it('is none without values', () => {
    expect([isFiltered({}), isFiltered({ state: '' }), isFiltered({ days: '7' })]).toEqual([
      false,
      false,
      true,
    ])
  })
})
