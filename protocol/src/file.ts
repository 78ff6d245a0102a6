import { z } from 'zod'
import { Sha256, Timestamp } from './ids.ts'

/** A researcher's own name for a file. It is shown and never used as a path (T15). */
export const FileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\u0000-\u001f\u007f-\u009f]+$/, 'has no separators and no control characters')
  .refine((name) => name !== '.' && name !== '..', 'names a file')
export type FileName = z.infer<typeof FileName>

export const FileKind = z.enum(['upload', 'result'])
export type FileKind = z.infer<typeof FileKind>

/** `receiving`: an upload that can be resumed. A deleted file is not shown at all. */
export const FileState = z.enum(['receiving', 'complete'])
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
  /** When an upload that is not complete by then is removed. */
  expiresAt: Timestamp.nullable(),
})
export type FileView = z.infer<typeof FileView>

/** Newest first. `next` is given as `after` to get the following page; null on the last. */
export const FileList = z.object({ files: z.array(FileView), next: z.string().nullable() })
export type FileList = z.infer<typeof FileList>
