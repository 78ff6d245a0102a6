import { createHash } from 'node:crypto'
import { createByteReader } from '@crosspanel/protocol/crypt4gh/bytes'
import type { Crypt4ghCiphers } from '@crosspanel/protocol/crypt4gh/ciphers'
import {
  createSessionKey,
  openHeader,
  readHeader,
  writeHeader,
} from '@crosspanel/protocol/crypt4gh/header'
import { type ByteRange, decryptRange, sealedRangeOf } from '@crosspanel/protocol/crypt4gh/range'
import { plainSizeOf } from '@crosspanel/protocol/crypt4gh/segment'
import { sealSegments } from '@crosspanel/protocol/crypt4gh/stream'
import type { EncryptedFor } from '@crosspanel/protocol/file'
import type { BlobStore, OpenBlob } from './blob-store.ts'

const READ_BYTES = 262_144

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

/** What was stored, and the Crypt4GH header without which nobody can read it. */
export interface SealedContent extends StoredContent {
  readonly header: Uint8Array
}

/** A blob and how it is read. */
export interface SealedBlob {
  readonly blobId: string
  readonly header: Uint8Array
  readonly encryptedFor: EncryptedFor
}

/** A blob that is open; has to be closed, by reading to the end or by `close`. */
export interface OpenContent {
  readonly sizeBytes: number
  read(range: ByteRange): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export type SealedBlobs = ReturnType<typeof createSealedBlobs>

/**
 * Blobs whose content is encrypted, by Crypt4GH: for this site's key, or for a researcher's. A blob has the
 * segments alone. The header is for whoever calls to keep, and to destroy when the content is to be unreadable.
 */
export function createSealedBlobs({ blobs, siteKey, ciphers }: SealedBlobsDeps) {
  /** The plaintext of a blob that is encrypted for this site. */
  function plainOf(blob: OpenBlob, header: Uint8Array): OpenContent {
    const sessionKey = openHeader(header, siteKey.secretKey, ciphers)
    const sizes = { headerBytes: 0, fileBytes: blob.sizeBytes }
    return {
      sizeBytes: plainSizeOf(blob.sizeBytes),
      read(range) {
        const sealed = sealedRangeOf(range, sizes)
        return decryptRange(blob.read(sealed.file), sealed, sessionKey, ciphers)
      },
      close: () => blob.close(),
    }
  }

  return {
    async writeForSite(
      blobId: string,
      plaintext: AsyncIterable<Uint8Array>,
    ): Promise<SealedContent> {
      const { sessionKey, header } = newHeader(siteKey.publicKey, ciphers)
      const counted = countBytes(plaintext)
      await blobs.write(blobId, sealSegments(counted.content, sessionKey, ciphers))
      return { ...counted.stored(), header }
    },

    /** Stores a Crypt4GH file. Anything else is refused, because blobs are never in the clear. */
    async writeForResearcher(
      blobId: string,
      file: AsyncIterable<Uint8Array>,
    ): Promise<SealedContent> {
      const counted = countBytes(file)
      const reader = createByteReader(counted.content)
      try {
        const header = await readHeader((length) => reader.read(length))
        await blobs.write(blobId, restOf(reader))
        return { ...counted.stored(), header }
      } finally {
        await reader.close()
      }
    },

    /** What a download gives, the plaintext or the researcher's own Crypt4GH file; undefined if there is no such blob. */
    async find({ blobId, header, encryptedFor }: SealedBlob): Promise<OpenContent | undefined> {
      const blob = await blobs.find(blobId)
      if (blob === undefined) return undefined
      try {
        return encryptedFor === 'site' ? plainOf(blob, header) : withHeader(header, blob)
      } catch (error) {
        await blob.close()
        throw error
      }
    },
  }
}

/** A key of its own for each file, and the header that gives it to `recipient`. */
export function newHeader(recipient: Uint8Array, ciphers: Crypt4ghCiphers) {
  const sessionKey = createSessionKey(ciphers)
  return { sessionKey, header: writeHeader(sessionKey, [recipient], ciphers) }
}

/** The Crypt4GH file that the header and the blob make up. */
function withHeader(header: Uint8Array, blob: OpenBlob): OpenContent {
  return {
    sizeBytes: header.length + blob.sizeBytes,
    async *read({ start, end }) {
      if (start < header.length) yield header.subarray(start, end)
      const from = Math.max(0, start - header.length)
      const to = end - header.length
      if (from < to) yield* blob.read({ start: from, end: to })
    },
    close: () => blob.close(),
  }
}

async function* restOf(reader: ReturnType<typeof createByteReader>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const bytes = await reader.read(READ_BYTES)
    if (bytes.length === 0) return
    yield bytes
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
