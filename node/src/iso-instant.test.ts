import { describe, expect, it } from 'vitest'
import { isoInstant } from './iso-instant.ts'

describe('an instant in ISO 8601', () => {
  it.each([
    ['2026-11-26 23:08:50.123+00', '2026-11-26T23:08:50.123Z'],
    ['2026-11-26 23:08:50.1+00', '2026-11-26T23:08:50.100Z'],
    ['2026-11-26 23:08:50+00', '2026-11-26T23:08:50.000Z'],
    ['2026-11-26 23:08:50.123999+00', '2026-11-26T23:08:50.123Z'],
    ['2026-11-27 00:08:50.123+01', '2026-11-26T23:08:50.123Z'],
    ['2026-11-27 04:53:50.12+05:45', '2026-11-26T23:08:50.120Z'],
  ])('is read from what Postgres writes: %s', (written, iso) => {
    expect(isoInstant(written)).toBe(iso)
    expect(isoInstant(new Date(written))).toBe(iso)
  })

  it('is not made of what is none', () => {
    expect(() => isoInstant('infinity')).toThrow(RangeError)
  })
})
