import { z } from 'zod'
import { PanelId, SiteId, Timestamp } from './ids.ts'
import { CheckState } from './status.ts'
import { ReportedTold, Told } from './told.ts'

/** Counts of 1 to 4 could point at one study: they never leave a site. */
export const SMALLEST_TOLD_COUNT = 5

/** How many, or `null` for more than none and fewer than `SMALLEST_TOLD_COUNT`. */
export const ToldCount = z.union([z.literal(0), z.int().min(SMALLEST_TOLD_COUNT)]).nullable()
export type ToldCount = z.infer<typeof ToldCount>

/** Runs of one reference panel at its host site that ended on one day, UTC. */
export const ActivityCell = z.object({
  day: z.iso.date(),
  panelId: PanelId,
  runs: ToldCount,
  /** Of these, those that failed; `null` also where it would tell how many did not. */
  failed: ToldCount,
  /** Half of them waited less long for their start, seconds; `null` where `runs` is. */
  medianWaitS: z.number().min(0).nullable(),
  /** Of all of them; `null` where `runs` is. */
  samples: z.int().min(0).nullable(),
})
export type ActivityCell = z.infer<typeof ActivityCell>

/** The whole days of a span, both ends included. A panel without a cell of a day had no run that ended then. */
export const SiteActivity = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    cells: z.array(ActivityCell).max(4000),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'is before `from`' })
  .refine(({ from, to, cells }) => cells.every(({ day }) => from <= day && day <= to), {
    path: ['cells'],
    error: 'have a day outside of the span',
  })
  .refine(({ cells }) => new Set(cells.map(cellKeyOf)).size === cells.length, {
    path: ['cells'],
    error: 'have a panel twice on one day',
  })
export type SiteActivity = z.infer<typeof SiteActivity>

function cellKeyOf({ day, panelId }: ActivityCell): string {
  return `${day} ${panelId}`
}

export const ReportedCheck = z.object({
  name: z.string().regex(/^[a-z][a-z0-9 -]{0,59}$/),
  state: CheckState,
  /** In words, where the site's own status page says it to anybody: of what it cannot work without, when it is not ok. */
  seen: z.string().max(300).nullable(),
  told: Told.optional(),
})
export type ReportedCheck = z.infer<typeof ReportedCheck>

/**
 * How a site is, told by itself to the registry (`typ` crosspanel-report+jws, by its signing key).
 * It holds no job, no account and no file; sites that cannot be reached from outside tell as well.
 */
export const SiteReport = z.object({
  siteId: SiteId,
  /** Rises with each report of a site; a lower one is refused. */
  serial: z.int().min(1),
  /** By the site's clock, when it was sent. */
  issued: Timestamp,
  software: z.object({ name: z.string().max(60), version: z.string().max(60) }),
  isReady: z.boolean(),
  /** Version of the federation document that the site knows. */
  documentVersion: z.int().min(0),
  checks: z.array(ReportedCheck.extend({ told: ReportedTold })).max(50),
  /** Now and then: what has not changed since an earlier report is left out. */
  activity: SiteActivity.optional(),
})
export type SiteReport = z.infer<typeof SiteReport>

/** How often a site reports, seconds, and after how long without a report it counts as silent. */
export const REPORT_EVERY_S = 60
export const SILENT_AFTER_S = 300

export const TakenReport = z.object({ received: Timestamp })
