import { describe, expect, it } from 'vitest'
import { isOnItsWay } from './mail-rows.ts'

describe('a mail that is on its way', () => {
  const now = new Date('2026-01-02T03:04:05Z')

  it.each([
    ['sending', null, true],
    ['waiting', '2026-01-02T03:04:01Z', true],
    ['waiting', '2026-01-02T03:04:12Z', true],
    ['waiting', '2026-01-02T03:34:05Z', false],
    ['sent', null, false],
    ['failed', null, false],
    ['unconfirmed', null, false],
  ] as const)('%s, next attempt at %s: %s', (state, nextAttemptAt, expected) => {
    expect(isOnItsWay({ state, nextAttemptAt }, now)).toBe(expected)
  })
})
