import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  formatMoment,
  count,
  formatAge,
  formatBytes,
  formatDate,
  formatDuration,
  joinClauses,
  withColon,
} from './format.ts'
import { chooseLanguage } from './language.ts'

/** '~' is a space that no line breaks at. */
const held = (text: string) => text.replaceAll('~', '\u00A0')

describe('the age of what is shown', () => {
  const now = new Date('2026-01-02T00:00:00Z')

  it.each([
    ['2026-01-02T00:00:00Z', '1~second ago'],
    ['2026-01-01T23:59:01Z', '59~seconds ago'],
    ['2026-01-01T23:57:00Z', '3~minutes ago'],
    ['2026-01-01T22:00:00Z', '2~hours ago'],
    ['2025-12-31T00:00:00Z', '2~days ago'],
    ['2026-01-04T00:00:00Z', 'in 2~days'],
    ['2026-01-02T00:00:10Z', 'in 10~seconds'],
    ['2026-01-02T00:00:04Z', '1~second ago'],
  ])('of %s is %s', (then, words) => {
    expect(formatAge(then, now)).toBe(held(words))
  })
})

describe('sizes', () => {
  it.each([
    [0, '0~bytes'],
    [1, '1~byte'],
    [999, '999~bytes'],
    [1500, '1.5~kB'],
    [15_300_000, '15~MB'],
    [2.5e14, '250~TB'],
  ])('of %d bytes are told as %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(held(words))
  })
})

describe('lengths of time', () => {
  it.each([
    [0.0361, '0.04~sec'],
    [0.36, '0.4~sec'],
    [0, '0~sec'],
    [48, '48~sec'],
    [3600, '1~hr'],
    [7500, '2~hr 5~min'],
    [90_061, '1~day 1~hr'],
  ])('of %d s are told as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(held(words))
  })
})

describe('counts', () => {
  it('take the form of their language: French has one for nothing too', () => {
    const forms = { one: '# job', other: '# jobs' }

    expect([0, 1, 1200].map((n) => count('en', n, forms))).toEqual([
      held('0~jobs'),
      held('1~job'),
      held('1,200~jobs'),
    ])
    expect(count('fr', 0, forms)).toBe(held('0~job'))
    expect(count('en', 3, { one: 'Filter (#)', other: 'Filters (#)' })).toBe('Filters (3)')
  })
})

describe('the moment of what is shown', () => {
  const now = new Date('2026-11-27T12:00:00')

  it('is an hour and a minute of today', () => {
    expect(formatMoment(new Date('2026-11-27T07:04:00'), now)).toBe('07:04')
  })

  it('has its date on another day', () => {
    expect(formatMoment(new Date('2026-11-26T07:04:00'), now)).toBe(held('26~Nov 2026, 07:04:00'))
  })
})

describe('what French sets in its own way', () => {
  beforeEach(() => {
    vi.stubGlobal('localStorage', { setItem: () => undefined })
    chooseLanguage('fr')
  })
  afterEach(() => {
    chooseLanguage('en')
    vi.unstubAllGlobals()
  })

  it('is the first day of a month, and no other', () => {
    expect(formatDate('2026-11-01T12:00:00')).toBe(held('1er~nov. 2026'))
    expect(formatDate('2026-11-11T12:00:00')).toBe(held('11~nov. 2026'))
  })

  it('has spaces before signs of two parts that do not break', () => {
    expect(withColon('Motif')).toBe(held('Motif~:'))
    expect(joinClauses(['de 1, à 2', 'souvent 3'])).toBe('de 1, à 2\u202F; souvent 3')
  })

  it('is the name of a byte', () => {
    expect(formatBytes(420)).toBe(held('420~octets'))
    expect(formatBytes(1500)).toBe('1,5\u202Fko')
    expect(formatAge('2026-01-01T00:00:00Z', new Date('2026-01-01T00:03:00Z'))).toBe(
      held('il y a 3~minutes'),
    )
  })
})
