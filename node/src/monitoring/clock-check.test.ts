import { describe, expect, it } from 'vitest'
import { checkClock } from './checks.ts'

describe('the clock', () => {
  it.each([
    [0.04, 'ok', 'in step with 3 other clocks'],
    [-0.04, 'ok', 'in step with 3 other clocks'],
    [0.3, 'ok', '0.3 s slow against 3 other clocks'],
    [-12, 'degraded', '12 s fast against 3 other clocks'],
    [61, 'failed', '61 s slow against 3 other clocks'],
  ] as const)('that is %d s behind the others is %s: %s', (medianS, state, seen) => {
    const [found, words] = checkClock({ medianS, clocks: 3 }, 5)

    expect([found, words]).toEqual([state, seen])
  })
})
