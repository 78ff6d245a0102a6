/**
 * A sample of variants that two sides can draw without asking each other: of all hashes, the smallest.
 * Both take the same variants where both have them, so what the samples share tells what the sets share
 * (bottom-k sketch: Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007).
 */
export interface VariantSketch {
  /** Every variant whose hash is smaller is in `hashes`; `HASH_END` when none was left out. */
  readonly threshold: number
  /** Ascending, each once. */
  readonly hashes: Float64Array<ArrayBuffer>
}

/** Variants that are kept: a share is told to within 1 of 100, and 20,000 hashes are 160 kB. */
export const SKETCH_VARIANTS = 20_000

/** Hashes are whole numbers below this: 52 bits, so that a double holds them and what follows the last. */
export const HASH_END = 2 ** 52

const [A, C, G, T] = [65, 67, 71, 84]
/** The sum of the codes of a base and its complement. */
const A_AND_T = 3

/**
 * Hash of a biallelic variant of single bases on an autosome, or nothing for any other: quality control
 * takes no other. `chromosome` is 1 to 22, `position` 1-based in bp, alleles are ASCII codes of `ACGT`.
 * A/T and C/G have one hash in either order, as quality control keeps both. No other two variants of a
 * chromosome have the same. It hides nothing.
 */
export function variantHash(
  chromosome: number,
  position: number,
  ref: number,
  alt: number,
): number | undefined {
  const refCode = baseCode(ref)
  const altCode = baseCode(alt)
  if (refCode === undefined || altCode === undefined) return undefined
  if (chromosome < 1 || chromosome > 22 || position < 1 || position >= 2 ** 28) return undefined
  const isPalindromic = refCode + altCode === A_AND_T
  const first = isPalindromic ? Math.min(refCode, altCode) : refCode
  const second = isPalindromic ? Math.max(refCode, altCode) : altCode
  const key = position * 16 + first * 4 + second
  const high = mix(key ^ Math.imul(chromosome, 0x9e3779b1))
  const low = mix(key + Math.imul(chromosome, 0x85ebca6b))
  return high * 2 ** 20 + (low >>> 12)
}

function baseCode(base: number): 0 | 1 | 2 | 3 | undefined {
  switch (base) {
    case A:
      return 0
    case C:
      return 1
    case G:
      return 2
    case T:
      return 3
    default:
      return undefined
  }
}

/** Every bit of 32 depends on all; no two inputs give the same (the finaliser of MurmurHash3, A. Appleby). */
function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Draws a sketch of as many hashes as come, in memory for twice `size` of them. */
export function createVariantSketch(size = SKETCH_VARIANTS) {
  const kept = new Float64Array(2 * size + 1)
  let count = 0
  let threshold = HASH_END

  function sortAndCut(): void {
    const unique = uniqueOf(kept.subarray(0, count).sort())
    if (unique.length > size) threshold = unique[size] ?? HASH_END
    count = Math.min(unique.length, size)
    kept.set(unique.subarray(0, count))
  }

  return {
    add(hash: number): void {
      if (hash >= threshold) return
      kept[count] = hash
      count += 1
      if (count === kept.length) sortAndCut()
    },
    finish(): VariantSketch {
      sortAndCut()
      return { threshold, hashes: kept.slice(0, count) }
    },
  }
}

function uniqueOf(sorted: Float64Array): Float64Array {
  return sorted.filter((hash, index) => index === 0 || hash !== sorted[index - 1])
}

/** How many variants of one set are in another, of those that were compared. */
export interface Overlap {
  readonly compared: number
  readonly found: number
  /** All variants were compared, not a sample of them. */
  readonly isExact: boolean
}

/** What part of the variants of `own` is in `other`. */
export function overlapOf(own: VariantSketch, other: VariantSketch): Overlap {
  const limit = Math.min(own.threshold, other.threshold)
  const theirs = new Set(other.hashes)
  const compared = own.hashes.filter((hash) => hash < limit)
  const found = compared.filter((hash) => theirs.has(hash)).length
  return { compared: compared.length, found, isExact: limit === HASH_END }
}
