/** Sizes in bytes, times in milliseconds. Each is far above what a real study needs. */
export interface InputLimits {
  /** Longest line. 50,000 samples with 300 bytes of FORMAT fields each are 15 MB. */
  readonly maxLineBytes: number
  readonly maxHeaderBytes: number
  readonly maxSamples: number
  /** `##contig` lines. GRCh38 with decoys and HLA has 3,366. */
  readonly maxContigs: number
  /** Text of one file after inflating. 50,000 samples at 700,000 variants are 140 GB. */
  readonly maxTextBytes: number
  /** Text per compressed byte for a file of few samples; see `maxRatioOf`. */
  readonly maxRatio: number
  /** The ratio is judged only after this much text: short files compress in odd ways. */
  readonly ratioGraceBytes: number
  /** Rows one after another at one position. No site has this many alleles. */
  readonly maxRowsAtOnePosition: number
  /** Longest check of one file; needs a clock. */
  readonly maxWallTimeMs: number
}

const MIB = 1024 ** 2
const GIB = 1024 ** 3

export const DEFAULT_LIMITS: InputLimits = {
  maxLineBytes: 16 * MIB,
  maxHeaderBytes: 16 * MIB,
  maxSamples: 500_000,
  maxContigs: 20_000,
  maxTextBytes: 512 * GIB,
  maxRatio: 150,
  ratioGraceBytes: 32 * MIB,
  maxRowsAtOnePosition: 1_000,
  maxWallTimeMs: 4 * 60 * 60 * 1000,
}

const SAMPLES_PER_RATIO_POINT = 20

/**
 * The most text per compressed byte that is believed. Array genotypes reach 15 to 40, whole
 * genomes of thousands about 60. Rows of a large cohort that are nearly all homozygous reference
 * cost deflate one match for every 258 bytes, so the limit grows with the samples.
 */
export function maxRatioOf(limits: InputLimits, samples: number): number {
  return limits.maxRatio + samples / SAMPLES_PER_RATIO_POINT
}

/** How many people a panel takes; defaults are those of the Michigan server. */
export interface SamplePolicy {
  readonly minSamples: number
  readonly maxSamples: number
}

export const DEFAULT_POLICY: SamplePolicy = { minSamples: 20, maxSamples: 50_000 }
