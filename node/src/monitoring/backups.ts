import type { BackupKind, BackupStatus, BackupView } from '@crosspanel/protocol/backup'
import { desc, isNotNull } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { backups } from './schema.ts'

export interface Backup {
  readonly at: Date
  readonly kind: BackupKind
  readonly sizeBytes: number
  /** Of the whole file: the same back-up is recorded once. */
  readonly sha256: string
  /** When it was last read back and found whole; null when it never was. */
  readonly verifiedAt: Date | null
}

/** Notes that a back-up was taken, or that one was verified. */
export async function recordBackup(db: Tx | Db, backup: Backup): Promise<void> {
  const { verifiedAt } = backup
  const insert = db.insert(backups).values(backup)
  if (verifiedAt === null) await insert.onConflictDoNothing()
  else await insert.onConflictDoUpdate({ target: backups.sha256, set: { verifiedAt } })
}

/** The newest back-up, and the newest of those that were verified. */
export async function lastBackup(
  db: Tx | Db,
): Promise<{ readonly taken: Backup | undefined; readonly verified: Backup | undefined }> {
  const newest = desc(backups.at)
  const [taken] = await db.select().from(backups).orderBy(newest).limit(1)
  const [verified] = await db
    .select()
    .from(backups)
    .where(isNotNull(backups.verifiedAt))
    .orderBy(newest)
    .limit(1)
  return { taken, verified }
}

/** What administrators are shown of back-ups; `alertAfterS` is the age that raises an alert. */
export async function readBackupStatus(db: Db, alertAfterS: number): Promise<BackupStatus> {
  const { taken, verified } = await lastBackup(db)
  return { taken: viewOf(taken), verified: viewOf(verified), alertAfterS }
}

function viewOf(backup: Backup | undefined): BackupView | null {
  if (backup === undefined) return null
  const { at, verifiedAt, kind, sizeBytes, sha256 } = backup
  return {
    ...{ kind, sizeBytes, sha256 },
    at: at.toISOString(),
    verifiedAt: verifiedAt?.toISOString() ?? null,
  }
}
