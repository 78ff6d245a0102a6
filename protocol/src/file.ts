import { z } from 'zod'
import { FAULTS } from './faults.ts'
import { Sha256, Timestamp } from './ids.ts'

/** A researcher's own name for a file. It is shown and never used as a path (T15). */
export const FileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\u0000-\u001f\u007f-\u009f]+$/, FAULTS['plain-name'].detail)
  .refine((name) => name !== '.' && name !== '..', 'names a file')
export type FileName = z.infer<typeof FileName>

export const FileKind = z.enum(['upload', 'result'])
export type FileKind = z.infer<typeof FileKind>

/** `receiving`: an upload that can be resumed. A deleted file is in no list; asked for by its id, it is shown as `deleted`. */
export const FileState = z.enum(['receiving', 'complete', 'deleted'])
export type FileState = z.infer<typeof FileState>

/**
 * Whose key the stored bytes are encrypted with. `site`: the node opens the file on download;
 * `researcher`: the download is a Crypt4GH file that only the researcher's own key opens.
 */
export const EncryptedFor = z.enum(['site', 'researcher'])
export type EncryptedFor = z.infer<typeof EncryptedFor>

/** Sizes in bytes; size and digest are of what a download gives, and null until the file is complete. */
export const FileView = z.object({
  id: z.uuid(),
  /** Empty once the file is deleted. */
  name: z.string(),
  kind: FileKind,
  state: FileState,
  jobId: z.uuid().nullable(),
  encryptedFor: EncryptedFor,
  size: z.int().min(0).nullable(),
  sha256: Sha256.nullable(),
  /** What an upload announced, and how much of it is safely stored. Null for results. */
  declaredSize: z.int().min(0).nullable(),
  receivedBytes: z.int().min(0).nullable(),
  createdAt: Timestamp,
  completedAt: Timestamp.nullable(),
  /** When the file is deleted: an upload that is not complete by then, or any file whose time is over. */
  expiresAt: Timestamp.nullable(),
  /** Transfers of the whole file that came to their end, and the last of them. Those that broke off do not count. */
  downloads: z.int().min(0),
  downloadedAt: Timestamp.nullable(),
  /** When the stored bytes were found to be damaged: then they are not given out. */
  damagedAt: Timestamp.nullable(),
  deletedAt: Timestamp.nullable(),
  /** `discarded`: a result that never became a job's accepted result. */
  deletedBecause: z.enum(['asked', 'expired', 'discarded']).nullable(),
  /** When the bytes of a deleted file were destroyed. They cannot be read from `deletedAt` on. */
  destroyedAt: Timestamp.nullable(),
})
export type FileView = z.infer<typeof FileView>

/** Newest first. `next` is given as `after` to get the following page; null on the last. */
export const FileList = z.object({ files: z.array(FileView), next: z.string().nullable() })
export type FileList = z.infer<typeof FileList>

/** What an account keeps and may keep, in bytes. Uploads count from their beginning, by the size that they announced. */
export const StorageUsage = z.object({
  usedBytes: z.int().min(0),
  files: z.int().min(0),
  /** Null when there is no limit. */
  quotaBytes: z.int().min(0).nullable(),
})
export type StorageUsage = z.infer<typeof StorageUsage>

/** How far the check of the stored bytes is. Sizes in bytes. */
export const ScrubStatus = z.object({
  isRunning: z.boolean(),
  /** Everything that was verified before it is to be read again; null once that was done. */
  requestedAt: Timestamp.nullable(),
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  /** Of the round that began at `startedAt`. */
  checkedFiles: z.int().min(0),
  checkedBytes: z.int().min(0),
  foundDamaged: z.int().min(0),
  /** Files that wait to be checked, and that are known to be damaged now. */
  dueFiles: z.int().min(0),
  damagedFiles: z.int().min(0),
})
export type ScrubStatus = z.infer<typeof ScrubStatus>

/** What was found where rows and blobs do not agree. With `isDryRun` nothing was changed. */
export const ReconcileReport = z.object({
  isDryRun: z.boolean(),
  /** Blobs that no file counts on, older than an hour: removed. */
  orphanBlobs: z.int().min(0),
  orphanBytes: z.int().min(0),
  /** Files whose blob is missing: marked as damaged. */
  missingBlobs: z.int().min(0),
  /** Blobs of deleted files that were still there: destroyed. */
  undestroyedBlobs: z.int().min(0),
  checkedFiles: z.int().min(0),
})
export type ReconcileReport = z.infer<typeof ReconcileReport>
