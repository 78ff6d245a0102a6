import { describe, expect, it } from 'vitest'
import { detailsText, queryOf } from './filter.ts'

describe('the filters of the audit', () => {
  it('begin days at the midnight of the reader', () => {
    const query = queryOf({ actor: 'node', since: '2026-11-26' })

    expect(query).toEqual({ actor: 'node', since: new Date('2026-11-26T00:00:00').toISOString() })
    expect(queryOf({ until: 'yesterday' })).toEqual({})
  })
})

describe('the details of a row', () => {
  it('are its names and values', () => {
    expect(detailsText({ from: 'researcher', sessions: 2, reason: null })).toBe(
      'from: researcher, sessions: 2, reason: null',
    )
    expect(detailsText({})).toBe('')
  })
})
