import type { GenomeBuild } from '../ids.ts'
import type { Finding } from '../job.ts'

export type Container = 'bgzf' | 'gzip' | 'gzip-members' | 'text' | 'bcf' | 'unknown'
export type Phase = 'phased' | 'unphased' | 'mixed'

/** Rows of one chromosome in a file; `first` and `last` are 1-based positions in bp. */
export interface ChromosomeRows {
  records: number
  first: number
  last: number
}

/** What a file holds. No sample id and no genotype is in it, so it may be stored and shown. */
export interface FileReport {
  readonly name: string
  readonly container: Container
  readonly samples: number
  readonly records: number
  /** By autosome, `1` to `22`, in the order of the file. */
  readonly chromosomes: Readonly<Record<string, Readonly<ChromosomeRows>>>
  readonly phased: Phase
  readonly hasChrPrefix: boolean
  /** What the file itself shows; `unknown` when its positions fit both builds and no header says. */
  readonly build: GenomeBuild | 'unknown'
  /** FILTER values that occur, without PASS and the dot. */
  readonly filters: readonly string[]
  /** SHA-256 of the sample ids in their order, in lower-case hexadecimal. */
  readonly sampleIdsDigest: string
  readonly textBytes: number
}

export interface InputReport {
  readonly files: readonly FileReport[]
  readonly findings: readonly Finding[]
  readonly isAcceptable: boolean
  readonly samples: number
  /** Rows of all files. */
  readonly variants: number
}

/** `sampleIds` stands apart, so that nobody stores or logs it with the report by accident. */
export interface InputCheck {
  readonly report: InputReport
  readonly sampleIds: readonly string[]
}
