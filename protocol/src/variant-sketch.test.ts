import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVariantSketch, HASH_END, overlapOf, variantHash } from './variant-sketch.ts'

const code = (base: string) => base.charCodeAt(0)
const hashOf = (chromosome: number, position: number, ref = 'A', alt = 'C') =>
  variantHash(chromosome, position, code(ref), code(alt)) ?? Number.NaN

function sketchOf(hashes: Iterable<number>, size?: number) {
  const sketch = createVariantSketch(size)
  for (const hash of hashes) sketch.add(hash)
  return sketch.finish()
}

describe('the hash of a variant', () => {
  it('is the same for every reader', () => {
    // A change of these makes every sketch that is published worthless.
    expect(hashOf(1, 1)).toBe(54_091_784_077_319)
    expect(hashOf(22, 51_304_566, 'T', 'G')).toBe(343_009_799_359_368)
  })

  it('tells chromosome, position, alleles and their order apart', () => {
    const variants = [hashOf(1, 5), hashOf(2, 5), hashOf(1, 6), hashOf(1, 5, 'C', 'A')]
    expect(new Set([...variants, hashOf(1, 5, 'A', 'G')]).size).toBe(5)
  })

  it('is one for A/T and C/G in either order', () => {
    expect(hashOf(1, 5, 'A', 'T')).toBe(hashOf(1, 5, 'T', 'A'))
    expect(hashOf(1, 5, 'G', 'C')).toBe(hashOf(1, 5, 'C', 'G'))
    expect(hashOf(1, 5, 'A', 'T')).not.toBe(hashOf(1, 5, 'C', 'G'))
  })

  it('is a whole number below the end, and one of its own for each site of a chromosome', () => {
    const hashes = Array.from({ length: 100_000 }, (_, i) => hashOf(20, 60_000 + i))
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0 && hash < HASH_END)).toBe(
      true,
    )
  })

  it('spreads neighbours evenly', () => {
    const tenths = new Uint32Array(10)
    for (let i = 0; i < 100_000; i++) {
      const tenth = Math.floor((hashOf(20, 1 + 7 * i) / HASH_END) * 10)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    // Five standard deviations of a binomial of 100,000 and 0.1.
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(475)
  })

  it.each([
    ['another chromosome than an autosome', 0, 5, 'A', 'C'],
    ['a chromosome beyond the last autosome', 23, 5, 'A', 'C'],
    ['no position', 1, 0, 'A', 'C'],
    ['a position beyond every chromosome', 1, 2 ** 28, 'A', 'C'],
    ['an allele that is no base', 1, 5, 'N', 'C'],
    ['a lower-case allele, which quality control leaves out', 1, 5, 'a', 'C'],
  ])('is not there for %s', (_, chromosome, position, ref, alt) => {
    expect(variantHash(chromosome, position, code(ref), code(alt))).toBeUndefined()
  })
})

describe('a sketch', () => {
  it('has every site of a small set once', () => {
    const { threshold, hashes } = sketchOf([5, 3, 5, 9], 3)
    expect([...hashes]).toEqual([3, 5, 9])
    expect(threshold).toBe(HASH_END)
  })

  it('has the smallest hashes, and says below which none is missing, in whatever order they come', () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { maxLength: 200 })
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 50 }), (all, size) => {
        const sorted = all.toSorted((a, b) => a - b)
        const { threshold, hashes } = sketchOf([...all, ...all], size)
        expect([...hashes]).toEqual(sorted.slice(0, size))
        expect(threshold).toBe(sorted[size] ?? HASH_END)
      }),
    )
  })
})

describe('the overlap', () => {
  const positions = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => hashOf(20, from + i))

  it('is exact where both sketches have all variants', () => {
    const own = sketchOf(positions(1, 101))
    expect(overlapOf(own, sketchOf(positions(41, 500)))).toEqual({
      compared: 100,
      found: 60,
      isExact: true,
    })
  })

  it('is near the truth where one or both are samples', () => {
    const own = sketchOf(positions(1, 60_001), 20_000)
    const panel = sketchOf(positions(15_001, 400_001), 20_000)
    const { compared, found, isExact } = overlapOf(own, panel)

    expect(isExact).toBe(false)
    // 60,000 of 385,000: a panel's sample of 20,000 compares about 3,100 of them.
    expect(compared).toBeGreaterThan(2_800)
    expect(Math.abs(found / compared - 0.75)).toBeLessThan(0.04)
  })

  it('is of nothing where there is nothing', () => {
    expect(overlapOf(sketchOf([]), sketchOf([1]))).toEqual({ compared: 0, found: 0, isExact: true })
  })
})
