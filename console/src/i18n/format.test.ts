import { describe, expect, it } from 'vitest'
import { formatMoment, count, formatAge, formatBytes, formatDuration } from './format.ts'

describe('the age of what is shown', () => {
  const now = new Date('2026-01-02T00:00:00Z')

  it.each([
    ['2026-01-02T00:00:00Z', '1 second ago'],
    ['2026-01-01T23:59:01Z', '59 seconds ago'],
    ['2026-01-01T23:57:00Z', '3 minutes ago'],
    ['2026-01-01T22:00:00Z', '2 hours ago'],
    ['2025-12-31T00:00:00Z', '2 days ago'],
    ['2026-01-04T00:00:00Z', 'in 2 days'],
    ['2026-01-02T00:00:10Z', 'in 10 seconds'],
    ['2026-01-02T00:00:04Z', '1 second ago'],
  ])('of %s is %s', (then, words) => {
    expect(formatAge(then, now)).toBe(words)
  })
})

describe('sizes', () => {
  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1500, '1.5 kB'],
    [15_300_000, '15 MB'],
    [2.5e14, '250 TB'],
  ])('of %d bytes are told as %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words)
  })
})

describe('lengths of time', () => {
  it.each([
    [0, '0 sec'],
    [48, '48 sec'],
    [3600, '1 hr'],
    [7500, '2 hr 5 min'],
    [90_061, '1 day 1 hr'],
  ])('of %d s are told as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words)
  })
})

describe('counts', () => {
  it('take the form of their language: French has one for nothing too', () => {
    const forms = { one: '# job', other: '# jobs' }

    expect([0, 1, 1200].map((n) => count('en', n, forms))).toEqual([
      '0 jobs',
      '1 job',
      '1,200 jobs',
    ])
    expect(count('fr', 0, forms)).toBe('0 job')
  })
})

describe('the moment of what is shown', () => {
  const now = new Date('2026-11-27T12:00:00')

  it('is an hour and a minute of today', () => {
    expect(formatMoment(new Date('2026-11-27T07:04:00'), now)).toBe('07:04')
  })

  it('has its date on another day', () => {
    expect(formatMoment(new Date('2026-11-26T07:04:00'), now)).toBe('26 Nov 2026, 07:04:00')
  })
})
