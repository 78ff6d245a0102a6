import { describe, expect, it } from 'vitest'
import { createCallRates } from './call-rates.ts'

describe('the call rates of samples', () => {
  it('are taken over all chunks together', () => {
    const rates = createCallRates()

    rates.addChunk(Uint32Array.of(10, 10, 0), 10)
    rates.addChunk(Uint32Array.of(90, 89, 1), 90)

    const filled = rates.histogram()?.flatMap((count, bin) => (count === 0 ? [] : [[bin, count]]))
    expect(filled).toEqual([
      [1, 1],
      [99, 2],
    ])
  })

  it('are none where no variant was kept', () => {
    const rates = createCallRates()

    rates.addChunk(Uint32Array.of(0, 0), 0)

    expect(rates.histogram()).toBeNull()
  })
})
