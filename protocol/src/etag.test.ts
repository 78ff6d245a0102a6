import { describe, expect, it } from 'vitest'
import { matchesEtag } from './etag.ts'

describe('If-None-Match', () => {
  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
    ['', false],
    [undefined, false],
  ])('%s against "a": %s', (header, isMatch) => {
    expect(matchesEtag(header, '"a"')).toBe(isMatch)
  })
})
