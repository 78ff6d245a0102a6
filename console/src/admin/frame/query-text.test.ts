import { describe, expect, it } from 'vitest'
import { addressOf, filtersOf } from './query-text.ts'

describe('filters in an address', () => {
  it('are those that the list knows and that say something', () => {
    const given = { state: 'failed', q: ' ', hostSite: undefined, utm: 'x', role: ['a', 'b'] }

    expect(filtersOf(given, ['state', 'q', 'hostSite', 'role'])).toEqual({ state: 'failed' })
  })

  it('go there and back', () => {
    const address = addressOf('/admin/jobs', { state: 'failed', q: 'a b', cursor: undefined })

    expect(address).toBe('/admin/jobs?state=failed&q=a+b')
    const query = Object.fromEntries(new URLSearchParams(address.split('?')[1]))
    expect(filtersOf(query, ['state', 'q'])).toEqual({ state: 'failed', q: 'a b' })
    expect(addressOf('/admin/jobs', { state: '' })).toBe('/admin/jobs')
  })
})
