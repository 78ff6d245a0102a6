import type { RunCharts } from '@crosspanel/protocol/summary'
import { CHUNK_SIZE_BP, type Chunk } from './chunks.ts'

/** Imputed variants of one chunk and their R2, in bins of `FINEST_BIN_BP`. */
export interface AlongSums {
  readonly variants: number[]
  readonly r2Sum: number[]
}

const FINEST_BIN_BP = 100_000
/** Each divides the chunk's length and is a multiple of the finest. */
const BIN_WIDTHS_BP = [FINEST_BIN_BP, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000] as const
/** A human genome of 3.1 Gb then has bins of 2 Mb, one chromosome of at most 160 Mb has bins of 100 kb. */
const MAX_BINS = 1_600

export function noAlong(): AlongSums {
  const bins = CHUNK_SIZE_BP / FINEST_BIN_BP
  return { variants: new Array<number>(bins).fill(0), r2Sum: new Array<number>(bins).fill(0) }
}

/** `offset` is the position within the chunk, from 0. */
export function addAlong({ variants, r2Sum }: AlongSums, offset: number, r2: number): void {
  const bin = Math.floor(offset / FINEST_BIN_BP)
  variants[bin] = (variants[bin] ?? 0) + 1
  r2Sum[bin] = (r2Sum[bin] ?? 0) + r2
}

interface ImputedChunk {
  readonly chunk: Chunk
  readonly along: AlongSums
}

/** Joins chunks, each chromosome's in order of position, in the finest bins that are few enough. */
export function summariseAlong(chunks: readonly ImputedChunk[]): RunCharts['alongGenome'] {
  const chromosomes = [...Map.groupBy(chunks, ({ chunk }) => chunk.chromosome)].map(
    ([chromosome, own]) => trimmed(chromosome, own),
  )
  if (chromosomes.length === 0) return null
  const binBp =
    BIN_WIDTHS_BP.find((width) => {
      const bins = chromosomes.map(({ sums }) => (sums.variants.length * FINEST_BIN_BP) / width + 1)
      return bins.reduce((total, count) => total + count, 0) <= MAX_BINS
    }) ?? 5_000_000
  return { binBp, chromosomes: chromosomes.map((one) => widened(one, binBp)) }
}

interface Stretch {
  readonly chromosome: string
  /** Number of the first bin, from 0 at the chromosome's start. */
  readonly first: number
  readonly sums: AlongSums
}

/** One chromosome's bins from its first variant to its last, empty ones between included. */
function trimmed(chromosome: string, chunks: readonly ImputedChunk[]): Stretch {
  const found = chunks.flatMap(({ chunk, along }) => {
    const base = (chunk.start - 1) / FINEST_BIN_BP
    return along.variants.flatMap((variants, bin) =>
      variants === 0 ? [] : [{ bin: base + bin, variants, r2: along.r2Sum[bin] ?? 0 }],
    )
  })
  const bins = found.map(({ bin }) => bin)
  const first = found.length === 0 ? 0 : Math.min(...bins)
  const length = found.length === 0 ? 0 : Math.max(...bins) - first + 1
  const sums = { variants: zeros(length), r2Sum: zeros(length) }
  for (const { bin, variants, r2 } of found) {
    sums.variants[bin - first] = variants
    sums.r2Sum[bin - first] = r2
  }
  return { chromosome, first, sums }
}

function widened({ chromosome, first, sums }: Stretch, binBp: number) {
  const factor = binBp / FINEST_BIN_BP
  const start = Math.floor(first / factor)
  const length = Math.ceil((first + sums.variants.length) / factor) - start
  const variants = zeros(length)
  const r2Sum = zeros(length)
  for (const [index, count] of sums.variants.entries()) {
    const bin = Math.floor((first + index) / factor) - start
    variants[bin] = (variants[bin] ?? 0) + count
    r2Sum[bin] = (r2Sum[bin] ?? 0) + (sums.r2Sum[index] ?? 0)
  }
  return {
    chromosome,
    start: start * binBp + 1,
    variants,
    meanR2: variants.map((count, bin) =>
      count === 0 ? null : Number(((r2Sum[bin] ?? 0) / count).toFixed(3)),
    ),
  }
}

const zeros = (length: number) => new Array<number>(length).fill(0)
