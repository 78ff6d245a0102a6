import { describe, expect, it } from 'vitest'
import { retryPauseMs, untilNextMs } from './pauses.ts'

describe('the pause before reading again', () => {
  it('is short without a stream and long with one', () => {
    const idle = { isUnderWay: false }

    expect(untilNextMs({ ...idle, isStreaming: false }, 0.5)).toBe(10_000)
    expect(untilNextMs({ ...idle, isStreaming: true }, 0.5)).toBe(60_000)
  })

  it('is shortest while something is under way of which the stream says nothing', () => {
    const moving = { isUnderWay: true }

    expect(untilNextMs({ ...moving, isStreaming: true }, 0.5)).toBe(2_000)
    expect(untilNextMs({ ...moving, isStreaming: false }, 0.5)).toBe(2_000)
  })

  it('grows with failures, up to half a minute', () => {
    expect([1, 2, 3, 9].map((failures) => retryPauseMs(failures, undefined, 0.5))).toEqual([
      2_000, 4_000, 8_000, 30_000,
    ])
  })

  it('is never shorter than the server asks for', () => {
    expect(retryPauseMs(1, 60, 0)).toBe(60_000)
  })
})
