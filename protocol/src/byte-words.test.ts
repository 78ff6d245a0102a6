import { describe, expect, it } from 'vitest'
import { byteWords } from './byte-words.ts'

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [3_391_653, '3.4 MB'],
    [2.5e15, '2500.0 TB'],
  ])('%i is written as %s', (size, text) => {
    expect(byteWords(size)).toBe(text)
  })
})
