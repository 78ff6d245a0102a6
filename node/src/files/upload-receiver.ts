import { DomainError } from '@crosspanel/protocol/problem'
import { isDiskFull } from '../disk-floor.ts'
import type { SealedBlobsDeps } from './sealed-blobs.ts'
import type { FileStore, OpenableFile } from './store.ts'
import {
  createUploadBlob,
  openUploadWriter,
  type UploadPosition,
  type UploadWriter,
} from './upload-writer.ts'

/** Received bytes are made safe at least this often, so that a crash costs no more. */
const COMMIT_BYTES = 64 * 1024 * 1024
/** Running digests that are kept between requests; one that is gone is computed from the blob. */
const MAX_POSITIONS = 1_000

export interface UploadReceiverDeps extends SealedBlobsDeps {
  readonly store: Pick<FileStore, 'advance' | 'complete'>
  readonly now: () => Date
  /** How long a complete upload is kept. */
  readonly retentionMs: number
}
export type UploadReceiver = ReturnType<typeof createUploadReceiver>

/** Whether the bytes are those that the client meant; asked once, after the last of a request. */
export interface BodyCheck {
  update(bytes: Uint8Array): void
  isGood(): boolean
}

type Upload = Pick<OpenableFile, 'id' | 'blobId' | 'header' | 'offset' | 'declaredSize'>

/**
 * Takes the bytes of uploads. An offset is told to anyone only after the bytes before it are on disk and
 * the row is committed; a node that is killed at any moment goes on from the offset of the row.
 * One request at a time may write to an upload; the caller holds a lock.
 */
export function createUploadReceiver(deps: UploadReceiverDeps) {
  const { store, blobs, now, retentionMs } = deps
  const positions = new Map<string, UploadPosition>()

  function remember(blobId: string, position: UploadPosition): void {
    positions.delete(blobId)
    positions.set(blobId, position)
    const [oldest] = positions.keys()
    if (positions.size > MAX_POSITIONS && oldest !== undefined) positions.delete(oldest)
  }

  /** Returns the offset that is now safe. */
  async function commit(upload: Upload, from: number, writer: UploadWriter): Promise<number> {
    const position = await writer.sync()
    if (position.offset === from) return from
    if (!(await store.advance(upload.id, from, position.offset))) throw movedOn()
    remember(upload.blobId, position)
    await blobs.removeTail(upload.blobId, from)
    return position.offset
  }

  async function finish(upload: Upload, from: number, writer: UploadWriter): Promise<number> {
    const content = await writer.finish()
    const at = now()
    const expiresAt = new Date(at.getTime() + retentionMs)
    if (!(await store.complete(upload.id, from, content, { at, expiresAt }))) throw movedOn()
    positions.delete(upload.blobId)
    await blobs.removeTails(upload.blobId)
    return content.size
  }

  async function receive(
    upload: Upload,
    writer: UploadWriter,
    body: AsyncIterable<Uint8Array>,
    check: BodyCheck | undefined,
  ): Promise<number> {
    let safe = upload.offset
    let received = upload.offset

    async function settle(): Promise<number> {
      if (received === upload.declaredSize) return finish(upload, safe, writer)
      return commit(upload, safe, writer)
    }

    const source = body[Symbol.asyncIterator]()
    for (;;) {
      const next = await source.next().catch(async (error: unknown) => {
        // The connection broke. Keep what came, unless nobody can say that it is good.
        if (check === undefined) await settle()
        throw error
      })
      if (next.done === true) break
      received += next.value.length
      if (received > (upload.declaredSize ?? 0)) throw new DomainError('body-too-large')
      check?.update(next.value)
      await writer.add(next.value)
      const isLast = received === upload.declaredSize
      if (check === undefined && !isLast && received - safe >= COMMIT_BYTES) safe = await settle()
    }
    if (check?.isGood() === false) throw new DomainError('checksum-mismatch')
    return settle()
  }

  return {
    /** Prepares the blob of an upload; comes before its row, which keeps the header that this returns. */
    create: (blobId: string) => createUploadBlob(deps, blobId),

    /** Adds the body at the upload's offset. Returns the new offset, in plaintext bytes. */
    async write(
      upload: Upload,
      body: AsyncIterable<Uint8Array>,
      check?: BodyCheck,
    ): Promise<number> {
      try {
        const writer = await openUploadWriter(deps, upload, positions.get(upload.blobId))
        try {
          return await receive(upload, writer, body, check)
        } finally {
          await writer.close()
        }
      } catch (error) {
        if (isDiskFull(error)) {
          throw new DomainError('insufficient-storage', undefined, { cause: error })
        }
        throw error
      }
    },
  }
}

function movedOn(): DomainError {
  return new DomainError(
    'offset-mismatch',
    'the upload was continued or removed by another request',
  )
}
