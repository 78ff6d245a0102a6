import { createHash } from 'node:crypto'
import { createByteReader } from '@crosspanel/protocol/crypt4gh/bytes'
import type { Crypt4ghCiphers } from '@crosspanel/protocol/crypt4gh/ciphers'
import { MAX_HEADER_BYTES, openHeader, readHeader } from '@crosspanel/protocol/crypt4gh/header'
import { type ByteRange, decryptRange, sealedRangeOf } from '@crosspanel/protocol/crypt4gh/range'
import { plainSizeOf } from '@crosspanel/protocol/crypt4gh/segment'
import { encrypt } from '@crosspanel/protocol/crypt4gh/stream'
import type { BlobStore, OpenBlob } from './blob-store.ts'

/** The site's X25519 key pair for data at rest and in transit, raw. */
export interface SiteEncryptionKey {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

export interface SealedBlobsDeps {
  readonly blobs: BlobStore
  readonly siteKey: SiteEncryptionKey
  readonly ciphers: Crypt4ghCiphers
}

/** Size in bytes and SHA-256 of what was stored. */
export interface StoredContent {
  readonly size: number
  readonly sha256: string
}

/** A blob that is open; has to be closed, by reading to the end or by `close`. */
export interface OpenContent {
  readonly sizeBytes: number
  read(range: ByteRange): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export type SealedBlobs = ReturnType<typeof createSealedBlobs>

/** Blobs whose content is encrypted, by Crypt4GH: for this site's key, or for a researcher's. */
export function createSealedBlobs({ blobs, siteKey, ciphers }: SealedBlobsDeps) {
  return {
    async writeForSite(
      blobId: string,
      plaintext: AsyncIterable<Uint8Array>,
    ): Promise<StoredContent> {
      const counted = countBytes(plaintext)
      await blobs.write(blobId, encrypt(counted.content, [siteKey.publicKey], ciphers))
      return counted.stored()
    },

    /** Stores a Crypt4GH file as it is. Anything else is refused, because blobs are never in the clear. */
    async writeForResearcher(
      blobId: string,
      file: AsyncIterable<Uint8Array>,
    ): Promise<StoredContent> {
      const counted = countBytes(requireCrypt4gh(file))
      await blobs.write(blobId, counted.content)
      return counted.stored()
    },

    /** The plaintext of a blob for this site, or undefined if there is no such blob. */
    async findPlain(blobId: string): Promise<OpenContent | undefined> {
      const blob = await blobs.find(blobId)
      if (blob === undefined) return undefined
      try {
        const { sessionKey, headerBytes } = await openSession(blob, siteKey, ciphers)
        const sizes = { headerBytes, fileBytes: blob.sizeBytes }
        return {
          sizeBytes: plainSizeOf(blob.sizeBytes - headerBytes),
          read(range) {
            const sealed = sealedRangeOf(range, sizes)
            return decryptRange(blob.read(sealed.file), sealed, sessionKey, ciphers)
          },
          close: () => blob.close(),
        }
      } catch (error) {
        await blob.close()
        throw error
      }
    },
  }
}

/** What is needed to open, or to go on writing, the segments of a blob for this site. */
export async function openSession(
  blob: OpenBlob,
  siteKey: SiteEncryptionKey,
  ciphers: Crypt4ghCiphers,
): Promise<{ sessionKey: Uint8Array; headerBytes: number }> {
  const start = blob.read({ start: 0, end: Math.min(blob.sizeBytes, MAX_HEADER_BYTES) })
  const reader = createByteReader(start)
  try {
    const header = await readHeader((length) => reader.read(length))
    return {
      sessionKey: openHeader(header, siteKey.secretKey, ciphers),
      headerBytes: header.length,
    }
  } finally {
    await reader.close()
  }
}

async function* requireCrypt4gh(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = createByteReader(file)
  try {
    yield await readHeader((length) => reader.read(length))
    for (;;) {
      const bytes = await reader.read(262_144)
      if (bytes.length === 0) return
      yield bytes
    }
  } finally {
    await reader.close()
  }
}

function countBytes(source: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let size = 0
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const bytes of source) {
      hash.update(bytes)
      size += bytes.length
      yield bytes
    }
  }
  return { content: content(), stored: () => ({ size, sha256: hash.digest('hex') }) }
}
