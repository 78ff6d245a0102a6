import { describe, expect, it } from 'vitest'
import { dayLook, stripSums } from './strip.ts'

const day = (heardShare: number | null, notReadyShare: number | null = 0) => ({
  day: '2026-03-01',
  heardShare,
  notReadyShare,
})

describe('a day on the strip', () => {
  it.each([
    ['good', day(1)],
    ['good', day(0.995)],
    ['partly', day(0.8)],
    ['partly', day(1, 0.3)],
    ['bad', day(0.2)],
    ['bad', day(1, 0.9)],
    ['bad', day(0, null)],
    ['unknown', day(null, null)],
  ] as const)('is %s', (look, of) => {
    expect(dayLook(of)).toBe(look)
  })
})

describe('the strip in a sentence', () => {
  it('counts the days of which anything is known', () => {
    expect(stripSums([day(1), day(0.5), day(null, null)])).toEqual({ days: 2, readyShare: 0.75 })
  })

  it('says nothing about a time of which nothing is known', () => {
    expect(stripSums([day(null, null)])).toEqual({ days: 0, readyShare: undefined })
  })
})
