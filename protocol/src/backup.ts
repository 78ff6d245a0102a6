import { z } from 'zod'
import { Timestamp } from './ids.ts'

const BackupView = z.object({
  at: Timestamp,
  /** What is in it, such as `full` or `database`. */
  kind: z.string(),
  sizeBytes: z.int().min(0),
  sha256: z.string(),
  /** When it was last read back and found whole; null when it never was. */
  verifiedAt: Timestamp.nullable(),
})
export type BackupView = z.infer<typeof BackupView>

/** What is known here of back-ups; they are made and restored by `crosspanel backup`. */
export const BackupStatus = z.object({
  /** The newest, and the newest of those that were verified; null for none. */
  taken: BackupView.nullable(),
  verified: BackupView.nullable(),
  /** Age of the newest from which an alert is raised, seconds. */
  alertAfterS: z.number(),
})
export type BackupStatus = z.infer<typeof BackupStatus>
