/** Chunk length and phasing window in base pairs: the defaults of imputationserver2. */
export const CHUNK_SIZE_BP = 20_000_000
export const PHASING_WINDOW_BP = 5_000_000
/** Base pairs on each side that minimac4 reads beside the chunk. */
export const IMPUTATION_WINDOW_BP = 500_000

/** Positions are 1-based and inclusive, as in VCF 4.3 section 1.6.1. */
export interface Chunk {
  readonly chromosome: string
  readonly start: number
  readonly end: number
}

/** The chunk that a position belongs to, counted from 0; an exact multiple of the size ends a chunk. */
export function chunkIndexAt(position: number): number {
  return Math.floor((position - 1) / CHUNK_SIZE_BP)
}

export function chunkAt(chromosome: string, index: number): Chunk {
  return { chromosome, start: index * CHUNK_SIZE_BP + 1, end: (index + 1) * CHUNK_SIZE_BP }
}

/** The chunk with the phasing window on both sides. */
export function phasingRegion({ start, end }: Chunk): { start: number; end: number } {
  return { start: Math.max(1, start - PHASING_WINDOW_BP), end: end + PHASING_WINDOW_BP }
}

/** Every chunk whose phasing region holds the position, in order. */
export function chunkIndexesNear(position: number): number[] {
  const first = chunkIndexAt(Math.max(1, position - PHASING_WINDOW_BP))
  const last = chunkIndexAt(position + PHASING_WINDOW_BP)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** The last position from here on that lies in the same chunk and the same phasing regions. */
export function sameChunksUntil(position: number): number {
  const end = (chunkIndexAt(position) + 1) * CHUNK_SIZE_BP
  const bounds = [end - CHUNK_SIZE_BP + PHASING_WINDOW_BP, end - PHASING_WINDOW_BP, end]
  return bounds.find((bound) => bound >= position) ?? end
}

/** A file name stem, zero-padded so that names sort as positions do. */
export function chunkName({ chromosome, start, end }: Chunk): string {
  const padded = (position: number) => String(position).padStart(10, '0')
  return `chunk_${chromosome}_${padded(start)}_${padded(end)}`
}
