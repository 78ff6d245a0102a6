import type { GenomeBuild } from '@crosspanel/protocol/ids'
import type { ReportedProgress, RunParameters } from '@crosspanel/protocol/job'
import type { PhasingEngine } from '@crosspanel/protocol/panel'
import type { Stage } from '@crosspanel/protocol/summary'
import type PQueue from 'p-queue'
import type { EngineLimits } from './engine-process.ts'
import type { Engines } from './engines.ts'

/** One chromosome of a panel: its range (1-based, inclusive), records, and engine files. */
export interface PanelChromosomeFiles {
  readonly chromosome: string
  readonly start: number
  readonly end: number
  readonly variants: number
  readonly msav: string
  /** Phased, with a .csi index. */
  readonly bcf: string
  /** bgzipped `ID CHROM POS REF ALT AAF_<POP>.. MAF_<POP>..` with a header line and a .tbi index. */
  readonly sites: string
  readonly eagleMap: string | null
  readonly shapeitMap: string | null
  readonly minimacMap: string | null
}

/** A panel as the engines read it. */
export interface PanelFiles {
  readonly panelId: string
  readonly build: GenomeBuild
  readonly digest: string
  readonly samples: number
  readonly populations: readonly { readonly code: string; readonly samples: number }[]
  readonly chromosomes: readonly PanelChromosomeFiles[]
  readonly phasingEngines: readonly PhasingEngine[]
  readonly policy: {
    readonly minSamples: number
    readonly maxSamples: number
    readonly maxAlleleSwitches: number
  }
}

/**
 * `inputs` are BGZF VCFs as the input check leaves them: sorted, the same job-local samples in
 * each, one or more chromosomes each. `workDir` keeps finished chunks for a later attempt.
 */
export interface PipelineJob {
  readonly inputs: readonly string[]
  readonly panel: PanelFiles
  readonly parameters: RunParameters
  readonly workDir: string
  readonly outDir: string
}

export interface PipelinePorts {
  readonly engines: Engines
  /** One place for each core; shared by all runs of the node. */
  readonly cores: PQueue
  readonly signal: AbortSignal
  readonly onProgress: (progress: ReportedProgress) => void
  readonly now: () => Date
  /** Is told when each stage begins and ends, by doing its work. */
  readonly traced?: <T>(stage: Stage, work: () => Promise<T>) => Promise<T>
  /** What each phasing and imputing process may use, where it is less than the whole machine. */
  readonly limits?: Partial<EngineLimits>
}

export interface PipelineOutput {
  readonly name: string
  readonly path: string
}
