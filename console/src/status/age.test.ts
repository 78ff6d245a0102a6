import { describe, expect, it } from 'vitest'
import { ageWords } from './age.ts'

describe('the age of what is shown', () => {
  const now = new Date('2026-01-02T00:00:00Z')

  it.each([
    ['2026-01-02T00:00:05Z', 'just now'],
    ['2026-01-02T00:00:00Z', 'just now'],
    ['2026-01-01T23:59:59Z', '1 second ago'],
    ['2026-01-01T23:59:01Z', '59 seconds ago'],
    ['2026-01-01T23:57:00Z', '3 minutes ago'],
    ['2026-01-01T22:00:00Z', '2 hours ago'],
    ['2025-12-31T00:00:00Z', '2 days ago'],
  ])('of %s is %s', (then, words) => {
    expect(ageWords(new Date(then), now)).toBe(words)
  })
})
