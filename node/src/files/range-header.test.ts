import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRange } from './range-header.ts'

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=10-', { start: 10, end: 100 }],
    ['bytes=10-1000', { start: 10, end: 100 }],
    ['bytes=-10', { start: 90, end: 100 }],
    ['bytes=-1000', { start: 0, end: 100 }],
  ])('%s names a part of 100 bytes', (header, range) => {
    expect(readRange(header, 100)).toEqual(range)
  })

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=9-3',
    'bytes=a-b',
    'bytes=1-2,4-5',
    'rows=1-2',
  ])('%s names the whole file', (header) => {
    expect(readRange(header, 100)).toBeUndefined()
  })

  it.each(['bytes=100-', 'bytes=100-100', 'bytes=-0'])('%s cannot be satisfied', (header) => {
    expect(() => readRange(header, 100)).toThrow('the file has 100 bytes')
  })

  it('of any kind cannot be satisfied by an empty file', () => {
    expect(() => readRange('bytes=0-', 0)).toThrow('the file has 0 bytes')
    expect(() => readRange('bytes=-5', 0)).toThrow('the file has 0 bytes')
  })

  it('never names bytes that the file does not have', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat({ max: 10_000 }), (first, last, sizeBytes) => {
        fc.pre(first <= last && first < sizeBytes)

        const range = readRange(`bytes=${first}-${last}`, sizeBytes)

        expect(range).toEqual({ start: first, end: Math.min(last + 1, sizeBytes) })
      }),
    )
  })
})
