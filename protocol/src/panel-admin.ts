import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { GenomeBuild, PanelId, Sha256, Timestamp } from './ids.ts'
import { PanelAccess, PanelDescription, PanelTerms } from './panel.ts'
import { Problem } from './problem.ts'
import { Told } from './told.ts'

/** Allele switches above which imputationserver2 stops a job, when a panel does not say: never. */
export const UNLIMITED_ALLELE_SWITCHES = 2_147_483_647

const ServerPath = z
  .string()
  .max(4096)
  .regex(/^\/[^\0]*$/, FAULTS['absolute-path'].detail)

/** What an administrator says of a panel that is to be added. Files are on the node's machine. */
export const AddPanel = z.object({
  panelId: PanelId,
  title: z.string().min(1).max(200),
  version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, FAULTS.version.detail),
  build: GenomeBuild,
  /** Phased VCF or BCF, one or more autosomes each. */
  genotypeFiles: z.array(ServerPath).min(1).max(100),
  /** Genetic maps in the formats of SHAPEIT, PLINK or Eagle; a constant 1 cM/Mb without them. */
  mapFiles: z.array(ServerPath).max(100).default([]),
  /** Lines of sample and population, or 1000 Genomes' `.panel` table. */
  populationFile: ServerPath.optional(),
  /** Sites that may send jobs; only this site without any. */
  access: PanelAccess.default([]),
  minSamples: z.int().min(1).default(20),
  maxSamples: z.int().min(1).default(50_000),
  maxAlleleSwitches: z.int().min(0).default(UNLIMITED_ALLELE_SWITCHES),
  licence: z.string().max(200).optional(),
  /** Whether researchers of the sites that may use the panel can compare their variants with a sample of the panel's. */
  isSketchPublished: z.boolean().default(false),
  /** Plain text that every researcher is shown before a job. */
  terms: PanelTerms.optional(),
})
export type AddPanel = z.infer<typeof AddPanel>

export const PANEL_TASK_STATES = ['running', 'done', 'failed'] as const

/** The work of adding a panel. `done` and `total` count steps. */
export const PanelTaskView = z.object({
  taskId: z.uuid(),
  panelId: PanelId,
  state: z.enum(PANEL_TASK_STATES),
  step: z.string(),
  /** What `step` is made of. */
  told: Told.optional(),
  done: z.int().min(0),
  total: z.int().min(1),
  /** Why it failed. */
  problem: Problem.nullable(),
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
})
export type PanelTaskView = z.infer<typeof PanelTaskView>

export const GENETIC_MAP_SOURCES = ['given', 'constant'] as const
/** Where the recombination rates of a chromosome come from; `constant` is 1 cM/Mb. */
export type GeneticMapSource = (typeof GENETIC_MAP_SOURCES)[number]

/** The latest 50, newest first. */
export const PanelTaskList = z.object({ tasks: z.array(PanelTaskView) })
export type PanelTaskList = z.infer<typeof PanelTaskList>

/** One of this site's own panels, as its administrator sees it. */
export const OwnPanelView = PanelDescription.extend({
  access: PanelAccess,
  maxAlleleSwitches: z.int(),
  state: z.enum(['published', 'withdrawn']),
  geneticMaps: z.record(z.string(), z.enum(GENETIC_MAP_SOURCES)),
  createdAt: Timestamp,
  files: z.array(z.object({ name: z.string(), size: z.int(), sha256: Sha256 })),
})
export type OwnPanelView = z.infer<typeof OwnPanelView>

export const OwnPanelList = z.object({ panels: z.array(OwnPanelView) })
export type OwnPanelList = z.infer<typeof OwnPanelList>
