import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chunkAt,
  chunkIndexAt,
  chunkIndexesNear,
  chunkName,
  phasingRegion,
  sameChunksUntil,
} from './chunks.ts'

const anyPosition = fc.integer({ min: 1, max: 250_000_000 })

describe('the chunks of a chromosome', () => {
  it('ends a chunk at an exact multiple of its size', () => {
    const indexes = [1, 19_999_999, 20_000_000, 20_000_001, 40_000_000].map(chunkIndexAt)

    expect(indexes).toEqual([0, 0, 0, 1, 1])
  })

  it('gives each position to the one chunk that holds it', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        const { start, end } = chunkAt('1', chunkIndexAt(position))

        expect(start <= position && position <= end).toBe(true)
      }),
    )
  })

  it('names, for each position, exactly the chunks whose phasing region holds it', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        const all = Array.from({ length: 14 }, (_, index) => index)
        const holding = all.filter((index) => {
          const { start, end } = phasingRegion(chunkAt('1', index))
          return start <= position && position <= end
        })

        expect(chunkIndexesNear(position)).toEqual(holding)
      }),
    )
  })

  it('says until where nothing changes', () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        const until = sameChunksUntil(position)

        expect(chunkIndexesNear(until)).toEqual(chunkIndexesNear(position))
        expect(chunkIndexAt(until)).toBe(chunkIndexAt(position))
        expect(until).toBeGreaterThanOrEqual(position)
      }),
    )
  })

  it('names chunks so that names sort as positions do', () => {
    const names = [0, 1, 5, 11].map((index) => chunkName(chunkAt('20', index)))

    expect(names).toEqual(names.toSorted())
    expect(names[0]).toBe('chunk_20_0000000001_0020000000')
  })
})
