import { describe, expect, it } from 'vitest'
import { addAlong, noAlong, summariseAlong } from './along-genome.ts'
import { chunkAt } from './chunks.ts'

/** A chunk with one imputed variant at each offset, all of one R2. */
function imputedChunk(chromosome: string, index: number, offsets: readonly number[], r2 = 0.5) {
  const along = noAlong()
  for (const offset of offsets) addAlong(along, offset, r2)
  return { chunk: chunkAt(chromosome, index), along }
}

describe('accuracy along the genome', () => {
  it('has the finest bins for a small region, from its first variant to its last', () => {
    const along = summariseAlong([imputedChunk('22', 1, [150_000, 199_999, 450_000], 0.25)])

    expect(along).toEqual({
      binBp: 100_000,
      chromosomes: [
        {
          ...{ chromosome: '22', start: 20_100_001 },
          ...{ variants: [2, 0, 0, 1], meanR2: [0.25, null, null, 0.25] },
        },
      ],
    })
  })

  it('joins the chunks of a chromosome, with the gap between them', () => {
    const along = summariseAlong([imputedChunk('20', 0, [19_999_999]), imputedChunk('20', 2, [0])])

    const [chromosome] = along?.chromosomes ?? []
    expect(chromosome?.start).toBe(19_900_001)
    expect(chromosome?.variants).toHaveLength(202)
    expect(chromosome?.meanR2.at(-1)).toBe(0.5)
  })

  it('widens its bins for a whole genome, and loses no variant', () => {
    const everywhere = Array.from({ length: 200 }, (_, bin) => bin * 100_000)
    const chunks = Array.from({ length: 155 }, (_, index) =>
      imputedChunk(String(Math.floor(index / 7) + 1), index % 7, everywhere),
    )

    const along = summariseAlong(chunks)

    const bins = along?.chromosomes.flatMap(({ variants }) => variants) ?? []
    expect(along?.binBp).toBe(2_000_000)
    expect(bins.length).toBeLessThanOrEqual(1_600)
    expect(bins.reduce((total, count) => total + count, 0)).toBe(155 * 200)
  })

  it('starts each wide bin at a multiple of its width', () => {
    const far = imputedChunk('1', 12, [9_300_000])
    const rest = Array.from({ length: 12 }, (_, index) => imputedChunk('1', index, [5_000_000]))

    const [chromosome] = summariseAlong([...rest, far])?.chromosomes ?? []

    expect(chromosome?.start).toBe(5_000_001)
    expect(chromosome?.variants.reduce((total, count) => total + count, 0)).toBe(13)
    expect(summariseAlong([])).toBeNull()
  })
})
