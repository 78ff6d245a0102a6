import { createHash, type Hash } from 'node:crypto'
import { openHeader } from '@crosspanel/protocol/crypt4gh/header'
import { decryptRange, sealedRangeOf } from '@crosspanel/protocol/crypt4gh/range'
import {
  openSegment,
  SEALED_SEGMENT_BYTES,
  sealSegment,
  sealSegmentInto,
  SEGMENT_OVERHEAD_BYTES,
  SEGMENT_BYTES,
} from '@crosspanel/protocol/crypt4gh/segment'
import type { PartialBlob } from './blob-store.ts'
import { newHeader, type SealedBlobsDeps, type StoredContent } from './sealed-blobs.ts'

/** Segments that are written at once. */
const SEALED_AT_ONCE = 16

/** A position in an upload that is safely stored: plaintext bytes, and their SHA-256 so far. */
export interface UploadPosition {
  readonly offset: number
  readonly hash: Hash
}

/** Where an upload is to go on. */
export interface UploadPlace {
  readonly blobId: string
  readonly header: Uint8Array
  readonly offset: number
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

/** Starts the blob of an upload, with no data yet. Returns the Crypt4GH header that its row keeps. */
export async function createUploadBlob(
  { blobs, siteKey, ciphers }: SealedBlobsDeps,
  blobId: string,
): Promise<Uint8Array> {
  const part = await blobs.createPart(blobId)
  await part.close()
  return newHeader(siteKey.publicKey, ciphers).header
}

/**
 * Opens an upload at `offset` plaintext bytes, as the last commit left it. Whole segments are in the
 * blob and the rest, less than 64 KiB, in a sealed tail that is named by the offset. What came after that
 * offset and was never committed is forgotten. `known` spares a pass over the stored bytes.
 */
export async function openUploadWriter(
  deps: SealedBlobsDeps,
  upload: UploadPlace,
  known: UploadPosition | undefined,
): Promise<UploadWriter> {
  const part = await deps.blobs.openPart(upload.blobId)
  try {
    return await resumeWriter(deps, part, upload, known)
  } catch (error) {
    await part.close()
    throw error
  }
}

async function resumeWriter(
  { blobs, siteKey, ciphers }: SealedBlobsDeps,
  part: PartialBlob,
  { blobId, header, offset }: UploadPlace,
  known: UploadPosition | undefined,
): Promise<UploadWriter> {
  const sessionKey = openHeader(header, siteKey.secretKey, ciphers)
  const tailBytes = offset % SEGMENT_BYTES
  const wholeBytes = offset - tailBytes
  const fileBytes = (wholeBytes / SEGMENT_BYTES) * SEALED_SEGMENT_BYTES
  if (part.sizeBytes < fileBytes) throw new Error(`blob ${blobId} is shorter than its row says`)
  await part.truncate(fileBytes)

  const segment = new Uint8Array(SEGMENT_BYTES)
  const sealed = new Uint8Array(SEALED_AT_ONCE * SEALED_SEGMENT_BYTES)
  let sealedBytes = 0
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
    const range = sealedRangeOf({ start: 0, end: wholeBytes }, { headerBytes: 0, fileBytes })
    for await (const bytes of decryptRange(part.read(range.file), range, sessionKey, ciphers)) {
      fresh.update(bytes)
    }
    return fresh.update(segment.subarray(0, tailBytes))
  }

  async function sealFilled(): Promise<void> {
    const end = sealedBytes + filled + SEGMENT_OVERHEAD_BYTES
    const plaintext = segment.subarray(0, filled)
    sealSegmentInto(sealed.subarray(sealedBytes, end), sessionKey, plaintext, ciphers)
    sealedBytes = end
    filled = 0
    if (end === sealed.length) await appendSealed()
  }

  async function appendSealed(): Promise<void> {
    await part.append(sealed.subarray(0, sealedBytes))
    sealedBytes = 0
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
        if (filled === SEGMENT_BYTES) await sealFilled()
      }
    },

    async sync() {
      // The tail of this very offset may be the one that the row counts on: never write over it.
      if (filled > 0 && position !== synced) {
        const tail = sealSegment(sessionKey, segment.subarray(0, filled), ciphers)
        await blobs.writeTail(blobId, position, tail)
      }
      await appendSealed()
      await part.sync()
      synced = position
      return { offset: position, hash: hash.copy() }
    },

    async finish() {
      if (filled > 0) await sealFilled()
      await appendSealed()
      await part.sync()
      await blobs.finishPart(blobId)
      return { size: position, sha256: hash.copy().digest('hex') }
    },

    close: () => part.close(),
  }
}
