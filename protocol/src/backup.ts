import { z } from 'zod'
import { Timestamp } from './ids.ts'

/** The database, with all files or without. */
export const BACKUP_KINDS = ['database', 'full'] as const
export type BackupKind = (typeof BACKUP_KINDS)[number]

const BackupView = z.object({
  at: Timestamp,
  kind: z.enum(BACKUP_KINDS),
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
