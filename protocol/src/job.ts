import { z } from 'zod'
import { RUN_CHUNKS_MAX, RunChunk } from './chunk.ts'
import { GenomeBuild, PanelId, Sha256, SiteId, Timestamp } from './ids.ts'
import { PhasingEngine } from './panel.ts'
import { Contact, JobState, RunPhase } from './states.ts'
import { ReportedTold, Told } from './told.ts'

/** How a run is to be done. Defaults are those of imputationserver2 where it has one. */
export const RunParameters = z.object({
  build: GenomeBuild,
  qualityControl: z.enum(['strict']).default('strict'),
  mode: z.enum(['imputation', 'qc-only']).default('imputation'),
  /** `auto` takes the first engine that the host has for the panel; `none` uses phased input as it is. */
  phasing: z.enum(['auto', 'none', ...PhasingEngine.options]).default('auto'),
  /** Smallest imputation R2 that is kept, 0 to 1. 0 keeps every variant. */
  minR2: z.number().min(0).max(1).default(0),
  /** The panel's population that allele frequencies are compared with; no comparison without one. */
  population: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,20}$/)
    .optional(),
  empiricalDosage: z.boolean().default(false),
})
export type RunParameters = z.infer<typeof RunParameters>

export const SubmitJob = z.object({
  panelId: PanelId,
  name: z.string().min(1).max(120).optional(),
  /** Complete uploads of this account: VCF or BCF, one or more chromosomes each. */
  fileIds: z.array(z.uuid()).min(1).max(100),
  parameters: RunParameters,
  /**
   * SHA-256 of the panel's terms (UTF-8) that the researcher has agreed to; kept in the audit trail. A panel that has
   * terms takes no job without it.
   */
  acceptedTermsSha256: Sha256.optional(),
})
export type SubmitJob = z.infer<typeof SubmitJob>

/** Why something was refused or failed, in the four parts that a person needs. */
export const Finding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  /** What was seen, with the line and the value where there is one. No sample id, no genotype. */
  seen: z.string(),
  why: z.string(),
  fix: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
  /** What the three texts are made of; left out by sites of earlier releases. */
  told: Told.optional(),
  /** How often it was seen in this file. */
  count: z.int().min(1).default(1),
})
export type Finding = z.infer<typeof Finding>

/** What a peer tells of one. */
export const ReportedFinding = Finding.extend({ told: ReportedTold })

export const RunProgress = z.object({
  phase: RunPhase,
  chunksDone: z.int().min(0),
  chunksTotal: z.int().min(0),
})
export type RunProgress = z.infer<typeof RunProgress>

/** What a host tells its home site. Hosts of earlier releases tell nothing of single chunks, and later ones may know other states. */
export const ReportedProgress = RunProgress.extend({
  chunks: z.array(RunChunk).max(RUN_CHUNKS_MAX).optional().catch(undefined),
})
export type ReportedProgress = z.infer<typeof ReportedProgress>

export const JobView = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  state: JobState,
  stateWords: z.string(),
  panelId: PanelId,
  hostSite: SiteId,
  epoch: z.int().min(1),
  submittedAt: Timestamp,
  updatedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  contact: Contact.nullable(),
  isCancelRequested: z.boolean(),
  progress: RunProgress.nullable(),
  samples: z.int().nullable(),
  variants: z.int().nullable(),
})
export type JobView = z.infer<typeof JobView>

/** One line of a job's history. `site` says who wrote it; the host's clock may differ from ours. */
export const JobEvent = z.object({
  seq: z.int(),
  site: SiteId,
  epoch: z.int(),
  at: Timestamp,
  from: z.string().nullable(),
  to: z.string(),
  cause: z.string(),
  /** What `cause` is made of; left out of what an earlier release wrote. */
  told: Told.optional(),
})
export type JobEvent = z.infer<typeof JobEvent>

export const ResultFile = z.object({
  fileId: z.uuid(),
  name: z.string(),
  size: z.int(),
  sha256: Sha256,
  /** `researcher`: a Crypt4GH file for the researcher's own key; `site`: opened by this node on download. */
  encryptedFor: z.enum(['researcher', 'site']),
})
export type ResultFile = z.infer<typeof ResultFile>

export const JobDetail = JobView.extend({
  parameters: RunParameters,
  files: z.array(z.object({ fileId: z.uuid(), name: z.string() })),
  findings: z.array(Finding),
  events: z.array(JobEvent),
  results: z.array(ResultFile),
  /** As the host told them last, while it imputes; `null` before it has told any. */
  chunks: z.array(RunChunk).nullable().default(null),
  /** `RunSummary`, once the run has ended. */
  summary: z.unknown().nullable(),
})
export type JobDetail = z.infer<typeof JobDetail>

/** Until when the results of a job are kept, and how many files that is. */
export const ResultRetention = z.object({ until: Timestamp, files: z.int() })
export type ResultRetention = z.infer<typeof ResultRetention>

export const JobList = z.object({ jobs: z.array(JobView), next: z.string().nullable() })
export type JobList = z.infer<typeof JobList>

/**
 * Job-local sample ids, in the order of the file's columns: the genotypes that leave the home site
 * carry these, and only the home site knows whose they are (T1).
 */
export function jobLocalSampleId(index: number): string {
  return `S${String(index + 1).padStart(6, '0')}`
}

/** The researcher's sample ids, in the order of the job-local ones. Never leaves the home site but to their owner. */
export const JobSamples = z.object({ sampleIds: z.array(z.string()) })
export type JobSamples = z.infer<typeof JobSamples>
