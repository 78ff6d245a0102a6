import { describe, expect, it } from 'vitest'
import { moved } from './move.ts'

describe('the option that a key leads to', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 19, 0],
    ['ArrowUp', 0, 19],
    ['ArrowUp', 5, 4],
    ['PageDown', 0, 8],
    ['PageDown', 15, 19],
    ['PageUp', 5, 0],
    ['Home', 5, undefined],
    ['a', 5, undefined],
  ])('%s of twenty, from %i, is %s', (key, active, expected) => {
    expect(moved(key, active, 20)).toBe(expected)
  })

  it('is none where there is none', () => {
    expect(moved('ArrowDown', 0, 0)).toBeUndefined()
  })
})
