import { describe, expect, it } from 'vitest'
import { firstLanguage } from './language.ts'

describe('the first language', () => {
  it.each([
    ['fr', ['en-GB'], 'fr'],
    [null, ['de-DE', 'fr-CA', 'en'], 'fr'],
    [null, ['EN-ZA'], 'en'],
    [null, ['pt-MZ'], 'en'],
    ['klingon', [], 'en'],
  ] as const)('with %s stored and %j preferred is %s', (stored, preferred, expected) => {
    expect(firstLanguage(stored, preferred)).toBe(expected)
  })
})
