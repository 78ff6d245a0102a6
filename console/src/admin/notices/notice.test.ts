import { describe, expect, it } from 'vitest'
import { instantOf, localText, stateOf } from './notice.ts'

describe('an announcement', () => {
  const now = Date.parse('2026-11-26T12:00:00Z')
  const notice = { from: '2026-11-26T11:00:00Z', until: null, endedAt: null }

  it('is to come, shown, or over', () => {
    expect(stateOf(notice, now)).toBe('active')
    expect(stateOf({ ...notice, from: '2026-11-27T00:00:00Z' }, now)).toBe('planned')
    expect(stateOf({ ...notice, until: '2026-11-26T12:00:00Z' }, now)).toBe('over')
    expect(stateOf({ ...notice, endedAt: '2026-11-26T11:30:00Z' }, now)).toBe('over')
  })
})

describe('a field for date and time', () => {
  it('gives back the minute that it shows', () => {
    expect(instantOf(localText('2026-11-26T12:34:00.000Z'))).toBe('2026-11-26T12:34:00.000Z')
  })

  it('may be empty', () => {
    expect(localText(null)).toBe('')
    expect(instantOf('')).toBeNull()
  })
})
