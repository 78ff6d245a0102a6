import { z } from 'zod'
import { KeyId, Sha256 } from './ids.ts'

/** Bytes of one transfer chunk; the last of a file may be shorter. */
export const TRANSFER_CHUNK_BYTES = 8 * 1024 * 1024

/**
 * A plain name, safe as a file name on every system: no separators, no leading dot. The endings of
 * files that are still being written are kept from it, or one file could take another one's place.
 */
export const TransferFileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'is a plain file name')
  .refine((name) => !/\.(part|relabelled)$/i.test(name), 'does not end like an unfinished file')

/**
 * One encrypted file that travels between sites. Sizes in bytes; digests are of the Crypt4GH
 * ciphertext, because Crypt4GH alone does not show truncation or reordering (T32), and of the plaintext.
 */
export const TransferFile = z
  .object({
    name: TransferFileName,
    size: z.int().min(0),
    sha256: Sha256,
    chunkSize: z.literal(TRANSFER_CHUNK_BYTES),
    chunkSha256: z.array(Sha256),
    plainSize: z.int().min(0),
    plainSha256: Sha256,
  })
  .refine((file) => file.chunkSha256.length === Math.ceil(file.size / file.chunkSize), {
    path: ['chunkSha256'],
    message: 'has one digest for each chunk',
  })
export type TransferFile = z.infer<typeof TransferFile>

/** What is sent, and to which keys it is encrypted. Names are unique. */
export const TransferManifest = z
  .object({
    files: z.array(TransferFile).min(1).max(200),
    recipients: z.array(KeyId).min(1),
  })
  .refine(({ files }) => new Set(files.map(({ name }) => name)).size === files.length, {
    path: ['files'],
    message: 'names each file once',
  })
export type TransferManifest = z.infer<typeof TransferManifest>
