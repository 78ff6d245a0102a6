import { z } from 'zod'
import { GenomeBuild, PanelId, Sha256, SiteId, Timestamp } from './ids.ts'
import { ToldQueueMode } from './queue-mode.ts'
import { RunTimes } from './run-times.ts'

export const PHASING_ENGINES = ['eagle', 'shapeit4'] as const
export const PhasingEngine = z.enum(PHASING_ENGINES)
export type PhasingEngine = z.infer<typeof PhasingEngine>

/** One chromosome of a panel. Positions are 1-based and inclusive; `variants` counts records. */
export const PanelChromosome = z.object({
  chromosome: z.string().regex(/^([1-9]|1[0-9]|2[0-2])$/, 'is an autosome, 1 to 22'),
  start: z.int().min(1),
  end: z.int().min(1),
  variants: z.int().min(1),
})
export type PanelChromosome = z.infer<typeof PanelChromosome>

/** People of a panel by population label; `samples` counts people, not haplotypes. */
export const PanelPopulation = z.object({
  code: z.string().regex(/^[A-Za-z0-9_]{1,20}$/),
  samples: z.int().min(1),
})

export const PANEL_TERMS_MAX = 8_000
export const PanelTerms = z.string().trim().min(1).max(PANEL_TERMS_MAX)

/**
 * What a site publishes about a reference panel: never a haplotype.
 * `digest` covers every engine file, so that evidence can name exactly what was imputed against.
 */
export const PanelDescription = z.object({
  panelId: PanelId,
  version: z.string().min(1).max(40),
  title: z.string().min(1).max(200),
  build: GenomeBuild,
  samples: z.int().min(1),
  populations: z.array(PanelPopulation),
  chromosomes: z.array(PanelChromosome).min(1),
  phasingEngines: z.array(PhasingEngine),
  minSamples: z.int().min(1),
  maxSamples: z.int().min(1),
  licence: z.string().max(200).optional(),
  /** What whoever uses the panel agrees to, as plain text. */
  terms: PanelTerms.optional(),
  digest: Sha256,
  /** Only where the panel's owner lets others compare their variants: the SHA-256 of the sketch's bytes, and how many variants are in it. */
  sketch: z.object({ sha256: Sha256, variants: z.int().min(0) }).optional(),
})
export type PanelDescription = z.infer<typeof PanelDescription>

/** Which sites may send jobs to a panel: every active member, or the ones named. The panel's own site always may. */
export const PanelAccess = z.union([z.literal('members'), z.array(SiteId)])
export type PanelAccess = z.infer<typeof PanelAccess>

/** What a host told of itself when it last answered. */
export const HostTold = z.object({
  /** When that was, by our clock. */
  at: Timestamp,
  isReady: z.boolean(),
  hasLiveWorker: z.boolean(),
  queuedRuns: z.int().min(0),
  runningRuns: z.int().min(0),
  /** `null` when it did not say. */
  queueMode: ToldQueueMode.nullable(),
  /** Of this panel; `null` when there is no basis: too few finished runs, or the host keeps them to itself. */
  runTimes: RunTimes.nullable(),
})
export type HostTold = z.infer<typeof HostTold>

/** A panel as a researcher sees it: described by its host, with what is known of that host now. */
export const PanelView = PanelDescription.extend({
  hostSite: SiteId,
  hostName: z.string(),
  /** `false` when the host's last answer says that this site may not use the panel. */
  isOpenToUs: z.boolean(),
  host: z.enum(['ok', 'late', 'lost', 'unknown']),
  /** `null` when the host has told nothing yet. */
  hostTold: HostTold.nullable(),
})
export type PanelView = z.infer<typeof PanelView>

export const PanelList = z.object({ panels: z.array(PanelView) })
export type PanelList = z.infer<typeof PanelList>
