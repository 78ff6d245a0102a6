import { z } from 'zod'
import { ChunkExclusion } from './chunk.ts'
import { GenomeBuild, PanelId, Sha256, Timestamp } from './ids.ts'
import { ReportedFinding, RunParameters } from './job.ts'
import { PhasingEngine } from './panel.ts'

const Count = z.int().min(0)

/**
 * What became of the typed variants, in the order in which quality control looks at them.
 * Each variant is counted once, in the chunk that it lies in. Names follow imputationserver2.
 */
export const QualityControlCounts = z.object({
  records: Count,
  outsidePanelRange: Count,
  multiallelic: Count,
  invalidAlleles: Count,
  duplicates: Count,
  filterFlag: Count,
  /** Alternate allele frequency above 0.5; kept. */
  alternateAlleleOverHalf: Count,
  indels: Count,
  monomorphic: Count,
  /** Not in the panel; kept. */
  typedOnly: Count,
  inPanel: Count,
  match: Count,
  /** A/T or C/G with the panel's alleles in the other order; kept. */
  palindromic: Count,
  alleleSwitch: Count,
  strandFlip: Count,
  strandFlipAndAlleleSwitch: Count,
  alleleMismatch: Count,
  lowCallRate: Count,
  excluded: Count,
  remaining: Count,
})
export type QualityControlCounts = z.infer<typeof QualityControlCounts>

/** One chunk; positions are 1-based and inclusive. `panelOverlap` is 0 to 1. */
export const ChunkSummary = z.object({
  chromosome: z.string(),
  start: z.int().min(1),
  end: z.int().min(1),
  status: z.enum(['kept', 'excluded']),
  reason: ChunkExclusion.nullable(),
  variants: Count,
  variantsInPanel: Count,
  panelOverlap: z.number().min(0).max(1),
  samplesWithLowCallRate: Count,
  /** Records of the dosage file; `null` while the chunk was not imputed. */
  outputVariants: Count.nullable(),
  /** Seconds of work on the chunk after quality control. */
  seconds: z.number().min(0).nullable().optional(),
})
export type ChunkSummary = z.infer<typeof ChunkSummary>

/** Imputed variants with a minor allele frequency in (`mafOver`, `mafUpTo`]; the first class includes 0. */
export const AccuracyClass = z.object({
  mafOver: z.number(),
  mafUpTo: z.number(),
  variants: Count,
  meanR2: z.number().nullable(),
  r2AtLeast03: Count,
  r2AtLeast08: Count,
  /** Variants by estimated R2, in ten equal bins from 0 to 1. */
  r2Histogram: z.array(Count).length(10),
})
export type AccuracyClass = z.infer<typeof AccuracyClass>

/** R2 is minimac4's estimate; ER2 its leave-one-out R2 at typed variants. */
export const ImputationSummary = z.object({
  outputVariants: Count,
  imputed: Count,
  typed: Count,
  typedOnly: Count,
  meanR2: z.number().nullable(),
  meanEr2: z.number().nullable(),
  accuracy: z.array(AccuracyClass),
})
export type ImputationSummary = z.infer<typeof ImputationSummary>

/**
 * Upper bounds of the bins by minor allele frequency, as the engine estimates it in the output;
 * the first bin includes 0.
 */
export const MAF_BIN_BOUNDS = [
  ...[0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005],
  ...[0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
] as const
/** Equal bins from 0 to 1. */
export const R2_BINS = 50
export const FREQUENCY_BINS = 50
export const CALL_RATE_BINS = 100

/** Output variants with a minor allele frequency in (`mafOver`, `mafUpTo`]. Accuracy as in `ImputationSummary`. */
export const MafBin = z.object({
  mafOver: z.number(),
  mafUpTo: z.number(),
  imputed: Count,
  typed: Count,
  typedOnly: Count,
  meanR2: z.number().nullable(),
  /** Typed variants that have a leave-one-out R2. */
  withEr2: Count,
  meanEr2: z.number().nullable(),
  /** Imputed variants by R2. */
  r2Histogram: z.array(Count).length(R2_BINS),
})
export type MafBin = z.infer<typeof MafBin>

/** Imputed variants in bins of `binBp` from `start` (1-based) on; `null` where a bin has none. */
export const ChromosomeAccuracy = z.object({
  chromosome: z.string(),
  start: z.int().min(1),
  variants: z.array(Count),
  meanR2: z.array(z.number().nullable()),
})
export type ChromosomeAccuracy = z.infer<typeof ChromosomeAccuracy>

/**
 * What the charts are drawn from, beside the counts of the summary: at most 50 kB of JSON for a
 * whole genome. Each is `null` where the run had nothing to count.
 */
export const RunCharts = z.object({
  byMaf: z.array(MafBin).nullable(),
  alongGenome: z
    .object({ binBp: z.int().min(1), chromosomes: z.array(ChromosomeAccuracy) })
    .nullable(),
  /** Typed variants by alternate allele frequency in the panel's population and in the samples. */
  frequencies: z
    .object({
      /** People of the population, as the chi-square counts them. */
      populationSamples: Count,
      /** Squared correlation of the two frequencies; `null` where they do not vary. */
      r2: z.number().nullable(),
      /** Row by row from 0 in the samples; in a row from 0 in the panel. */
      cells: z.array(Count).length(FREQUENCY_BINS ** 2),
    })
    .nullable(),
  /** Samples by call rate over the variants kept, in equal bins from 0 to 1; the last includes 1. */
  sampleCallRates: z.array(Count).length(CALL_RATE_BINS).nullable(),
})
export type RunCharts = z.infer<typeof RunCharts>

export const STAGES = ['quality-control', 'phasing', 'imputing', 'verifying', 'assembling'] as const
export const Stage = z.enum(STAGES)
export type Stage = z.infer<typeof Stage>

/**
 * Everything that a run tells of itself. It names no sample, and no position finer than a chunk
 * or a bin. A version is kept for as long as fields are only added to it, each optional: hosts
 * of earlier releases leave them out.
 */
export const RunSummary = z.object({
  version: z.literal(1),
  panel: z.object({
    panelId: PanelId,
    build: GenomeBuild,
    digest: Sha256,
    samples: z.int().min(1),
  }),
  parameters: RunParameters,
  samples: Count,
  chromosomes: z.array(z.string()),
  isInputPhased: z.boolean(),
  /** `none`: the input's own phase was used. */
  phasing: z.enum(['none', ...PhasingEngine.options]),
  qualityControl: QualityControlCounts,
  chunks: z.array(ChunkSummary),
  /** `null` when no population of the panel was compared with. */
  frequencyCheck: z.object({ population: z.string(), compared: Count, outliers: Count }).nullable(),
  /** `null` when the run stopped after quality control. */
  imputation: ImputationSummary.nullable(),
  charts: RunCharts.optional(),
  /** Seconds of work of each stage, added up over chunks that ran side by side. */
  stages: z.array(z.object({ stage: Stage, seconds: z.number().min(0) })),
  wallSeconds: z.number().min(0),
  engines: z.array(z.object({ name: z.string(), version: z.string() })),
  /** Command lines as they were run, with placeholders for files. */
  commands: z.array(
    z.object({ stage: Stage, chromosome: z.string(), start: z.int(), argv: z.array(z.string()) }),
  ),
  findings: z.array(ReportedFinding),
  startedAt: Timestamp,
  endedAt: Timestamp,
})
export type RunSummary = z.infer<typeof RunSummary>
