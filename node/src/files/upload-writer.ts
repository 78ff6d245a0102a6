import { createHash, type Hash } from 'node:crypto'
import { createSessionKey, writeHeader } from '@crosspanel/protocol/crypt4gh/header'
import { decryptRange, sealedRangeOf } from '@crosspanel/protocol/crypt4gh/range'
import {
  openSegment,
  SEALED_SEGMENT_BYTES,
  sealSegment,
  SEGMENT_BYTES,
} from '@crosspanel/protocol/crypt4gh/segment'
import type { PartialBlob } from './blob-store.ts'
import { openSession, type SealedBlobsDeps, type StoredContent } from './sealed-blobs.ts'

/** A position in an upload that is safely stored: plaintext bytes, and their SHA-256 so far. */
export interface UploadPosition {
  readonly offset: number
  readonly hash: Hash
}

/** Encrypts an upload while it comes in. No plaintext touches the disk. */
export interface UploadWriter {
  add(plaintext: Uint8Array): Promise<void>
  /** Makes all bytes so far survive a crash, and tells how many there are. */
  sync(): Promise<UploadPosition>
  /** Makes the blob whole. Until the row says so too, the upload can still be opened where it was. */
  finish(): Promise<StoredContent>
  close(): Promise<void>
}

/** Starts the blob of an upload: a Crypt4GH header and no data. */
export async function createUploadBlob(deps: SealedBlobsDeps, blobId: string): Promise<void> {
  const part = await deps.blobs.createPart(blobId)
  try {
    const sessionKey = createSessionKey(deps.ciphers)
    await part.append(writeHeader(sessionKey, [deps.siteKey.publicKey], deps.ciphers))
    await part.sync()
  } finally {
    await part.close()
  }
}

/**
 * Opens an upload at `offset` plaintext bytes, as the last commit left it. Whole segments are in the
 * blob and the rest, less than 64 KiB, in a sealed tail that is named by the offset. What came after that
 * offset and was never committed is forgotten. `known` spares a pass over the stored bytes.
 */
export async function openUploadWriter(
  deps: SealedBlobsDeps,
  { blobId, offset }: { readonly blobId: string; readonly offset: number },
  known: UploadPosition | undefined,
): Promise<UploadWriter> {
  const part = await deps.blobs.openPart(blobId)
  try {
    return await resumeWriter(deps, part, blobId, offset, known)
  } catch (error) {
    await part.close()
    throw error
  }
}

async function resumeWriter(
  { blobs, siteKey, ciphers }: SealedBlobsDeps,
  part: PartialBlob,
  blobId: string,
  offset: number,
  known: UploadPosition | undefined,
): Promise<UploadWriter> {
  const { sessionKey, headerBytes } = await openSession(part, siteKey, ciphers)
  const tailBytes = offset % SEGMENT_BYTES
  const wholeBytes = offset - tailBytes
  const fileBytes = headerBytes + (wholeBytes / SEGMENT_BYTES) * SEALED_SEGMENT_BYTES
  if (part.sizeBytes < fileBytes) throw new Error(`blob ${blobId} is shorter than its row says`)
  await part.truncate(fileBytes)

  const segment = new Uint8Array(SEGMENT_BYTES)
  let filled = tailBytes
  let position = offset
  let synced = offset
  if (tailBytes > 0) {
    const tail = openSegment(sessionKey, await blobs.readTail(blobId, offset), ciphers)
    if (tail.length !== tailBytes) throw new Error(`the tail of blob ${blobId} has another length`)
    segment.set(tail)
  }
  const hash = known?.offset === offset ? known.hash.copy() : await rehash()

  async function rehash(): Promise<Hash> {
    const fresh = createHash('sha256')
    const range = sealedRangeOf({ start: 0, end: wholeBytes }, { headerBytes, fileBytes })
    for await (const bytes of decryptRange(part.read(range.file), range, sessionKey, ciphers)) {
      fresh.update(bytes)
    }
    return fresh.update(segment.subarray(0, tailBytes))
  }

  async function appendSegment(): Promise<void> {
    await part.append(sealSegment(sessionKey, segment.subarray(0, filled), ciphers))
    filled = 0
  }

  return {
    async add(plaintext) {
      hash.update(plaintext)
      position += plaintext.length
      let rest = plaintext
      while (rest.length > 0) {
        const fits = rest.subarray(0, SEGMENT_BYTES - filled)
        segment.set(fits, filled)
        filled += fits.length
        rest = rest.subarray(fits.length)
        if (filled === SEGMENT_BYTES) await appendSegment()
      }
    },

    async sync() {
      // The tail of this very offset may be the one that the row counts on: never write over it.
      if (filled > 0 && position !== synced) {
        const tail = sealSegment(sessionKey, segment.subarray(0, filled), ciphers)
        await blobs.writeTail(blobId, position, tail)
      }
      await part.sync()
      synced = position
      return { offset: position, hash: hash.copy() }
    },

    async finish() {
      if (filled > 0) await appendSegment()
      await part.sync()
      await blobs.finishPart(blobId)
      return { size: position, sha256: hash.copy().digest('hex') }
    },

    close: () => part.close(),
  }
}
