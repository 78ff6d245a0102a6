import {
  blobPath,
  type BlobStore,
  MARK_NAME,
  type OpenBlob,
  type PartialBlob,
} from './blob-store.ts'
import type { S3Client, UploadedPart } from './s3-client.ts'

/** S3 takes at most 10,000 parts of an object, and none but the last below 5 MiB. */
const PART_BYTES = 16 * 1024 ** 2
const PARTS_MAX = 9_000
const PREFIX = 'blobs/'
const MARK_KEY = `${PREFIX}${MARK_NAME}`
const BLOB_KEY = /^blobs\/[0-9a-f]{2}\/[0-9a-f]{2}\/([0-9a-f-]{36})\.c4gh$/

export interface S3BlobStoreDeps {
  readonly client: S3Client
  /** Where blobs grow until they are whole: objects of S3 cannot be appended to. */
  readonly staging: BlobStore
  readonly partBytes?: number
}

/**
 * Blobs as objects of an S3 bucket. A blob grows in a directory, is put to S3 when it is whole, and goes from the
 * directory after that. So one that is being received needs the same directory until its end.
 */
export function createS3BlobStore({
  client,
  staging,
  partBytes = PART_BYTES,
}: S3BlobStoreDeps): BlobStore {
  /** As in a directory, so that a store is moved to a bucket by a plain copy. */
  const keyOf = (blobId: string) => `${PREFIX}${blobPath(blobId)}`

  async function put(blobId: string): Promise<void> {
    await using part = closing(await staging.openPart(blobId))
    const key = keyOf(blobId)
    if (part.blob.sizeBytes <= partBytes) {
      await client.put(key, await readAll(part.blob, 0, part.blob.sizeBytes))
    } else {
      await putInParts(key, part.blob)
    }
  }

  async function putInParts(key: string, blob: OpenBlob): Promise<void> {
    const { sizeBytes } = blob
    const size = Math.max(partBytes, Math.ceil(sizeBytes / PARTS_MAX))
    const uploadId = await client.createMultipart(key)
    try {
      const parts: UploadedPart[] = []
      for (let start = 0; start < sizeBytes; start += size) {
        const bytes = await readAll(blob, start, Math.min(start + size, sizeBytes))
        parts.push(await client.putPart(key, uploadId, parts.length + 1, bytes))
      }
      await client.completeMultipart(key, uploadId, parts)
    } catch (error) {
      await client.abortMultipart(key, uploadId).catch(() => undefined)
      throw error
    }
  }

  async function finishPart(blobId: string): Promise<void> {
    await put(blobId)
    await staging.remove(blobId)
  }

  async function find(blobId: string): Promise<OpenBlob | undefined> {
    const key = keyOf(blobId)
    const found = await client.head(key)
    if (found === undefined) return undefined
    const { sizeBytes, etag } = found
    return {
      sizeBytes,
      async *read({ start, end }) {
        const to = Math.min(end, sizeBytes)
        if (start < to) yield* await client.get(key, { start, end: to, etag })
      },
      close: () => Promise.resolve(),
    }
  }

  /** Brings a blob back that had just become whole. */
  async function openPart(blobId: string): Promise<PartialBlob> {
    const whole = await find(blobId)
    if (whole === undefined || (await isStaged(blobId))) return staging.openPart(blobId)
    await staging.write(blobId, whole.read({ start: 0, end: whole.sizeBytes }))
    return staging.openPart(blobId)
  }

  async function isStaged(blobId: string): Promise<boolean> {
    try {
      await (await staging.openPart(blobId)).close()
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
      throw error
    }
  }

  return {
    ...staging,
    openPart,
    finishPart,
    find,

    async write(blobId, content) {
      try {
        await staging.write(blobId, content)
        await finishPart(blobId)
      } catch (error) {
        await staging.remove(blobId)
        throw error
      }
    },

    async has(blobId) {
      return (await client.head(keyOf(blobId))) !== undefined
    },

    async remove(blobId) {
      await client.remove(keyOf(blobId))
      await staging.remove(blobId)
    },

    async readMark() {
      const found = await client.head(MARK_KEY)
      if (found === undefined) return undefined
      const { sizeBytes: end, etag } = found
      return (await new Response(await client.get(MARK_KEY, { start: 0, end, etag })).text()).trim()
    },

    async writeMark(mark) {
      await client.put(MARK_KEY, new TextEncoder().encode(`${mark}\n`))
    },

    async *list() {
      yield* staging.list()
      for await (const { key, ...object } of client.list(PREFIX)) {
        const blobId = BLOB_KEY.exec(key)?.[1]
        if (blobId !== undefined) yield { blobId, ...object }
      }
    },
  }
}

function closing(blob: PartialBlob): AsyncDisposable & { readonly blob: PartialBlob } {
  return { blob, [Symbol.asyncDispose]: () => blob.close() }
}

async function readAll(
  blob: OpenBlob,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(end - start)
  let at = 0
  for await (const bytes of blob.read({ start, end })) {
    whole.set(bytes, at)
    at += bytes.length
  }
  if (at < whole.length) throw new Error('a blob ended before its size')
  return whole
}
