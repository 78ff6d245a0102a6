import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { PanelId, SiteId, Timestamp } from './ids.ts'
import { QueueMode } from './queue-mode.ts'
import { Told } from './told.ts'

const Reason = z
  .string()
  .trim()
  .max(300)
  .regex(/^\P{Cc}*$/u, FAULTS['plain-line'].detail)

export const QueueControl = z.object({
  mode: QueueMode,
  /** For the administrators, and for home sites whose offers are refused; empty when none was given. */
  reason: z.string(),
  changedAt: Timestamp,
})
export type QueueControl = z.infer<typeof QueueControl>

export const ChangeQueue = z.object({ mode: QueueMode, reason: Reason.default('') })
export type ChangeQueue = z.infer<typeof ChangeQueue>

/** Runs of a greater priority start first; 0 is the usual one. */
export const RunPriority = z.int().min(-10).max(10)

export const QueuedRun = z.object({
  runId: z.uuid(),
  homeSite: SiteId,
  homeJob: z.uuid(),
  panelId: PanelId,
  samples: z.int(),
  priority: RunPriority,
  isHeld: z.boolean(),
  attempts: z.int(),
  /** Why the latest attempt came to nothing; left out of a run that was not tried yet. */
  lastAttempt: z
    .object({ endedAt: Timestamp, cause: z.string(), told: Told.optional() })
    .optional(),
  queuedAt: Timestamp,
  /** 1 for the run that starts next, as things stand; null for one that does not start by itself now. */
  position: z.int().min(1).nullable(),
  /** What it waits for, in words. */
  waitsFor: z.string(),
  told: Told.optional(),
})
export type QueuedRun = z.infer<typeof QueuedRun>

export const QueueView = z.object({
  control: QueueControl,
  queued: z.int(),
  running: z.int(),
  /** In the order in which they would start; the first 500. */
  runs: z.array(QueuedRun),
})
export type QueueView = z.infer<typeof QueueView>

export const ChangeQueuedRun = z
  .object({ priority: RunPriority, isHeld: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, FAULTS['no-change'].detail)
export type ChangeQueuedRun = z.infer<typeof ChangeQueuedRun>
