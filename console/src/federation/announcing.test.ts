import { ANNOUNCEMENT_MAX_LENGTH, ANNOUNCEMENT_SEVERITIES } from '@crosspanel/protocol/announcement'
import { describe, expect, it } from 'vitest'
import * as announcing from './announcing.ts'
import { phaseOf, spanFault, wantedOf } from './announcing.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const form = { severity: 'info', text: ' Hello ', from: '', until: '' } as const

describe('an announcement that is made', () => {
  it('is asked for with instants, and at once and without an end when nothing is said', () => {
    expect(wantedOf(form)).toEqual({ severity: 'info', text: 'Hello', until: null })
    expect(wantedOf({ ...form, from: '2026-03-02T10:00', until: '2026-03-03T10:00' })).toEqual({
      severity: 'info',
      text: 'Hello',
      from: new Date('2026-03-02T10:00').toISOString(),
      until: new Date('2026-03-03T10:00').toISOString(),
    })
  })

  it.each([
    [false, {}],
    [false, { until: '2026-03-05T10:00' }],
    [true, { until: '2020-03-05T10:00' }],
    [true, { from: '2026-03-06T10:00', until: '2026-03-05T10:00' }],
  ])('has a fault in its span: %s for %j', (isFault, changes) => {
    expect(spanFault({ ...form, ...changes }, NOW)).toBe(isFault)
  })

  it('has the kinds and the length that the registry takes', () => {
    expect(announcing.SEVERITIES).toEqual(ANNOUNCEMENT_SEVERITIES)
    expect(announcing.ANNOUNCEMENT_MAX_LENGTH).toBe(ANNOUNCEMENT_MAX_LENGTH)
  })
})

describe('an announcement now', () => {
  const at = { from: '2026-03-01T10:00:00Z', until: null, endedAt: null }

  it.each([
    ['inForce', at],
    ['toCome', { ...at, from: '2026-03-02T10:00:00Z' }],
    ['over', { ...at, until: '2026-03-01T11:00:00Z' }],
    ['over', { ...at, endedAt: '2026-03-01T11:00:00Z' }],
  ] as const)('is %s', (phase, announcement) => {
    expect(phaseOf(announcement, NOW)).toBe(phase)
  })
})
