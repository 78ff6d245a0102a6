import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Db, Tx } from '../db.ts'
import { chunkLength, compareFile, openForChunks, sha256Of, writeChunk } from './chunk-file.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { hasErrorCode, syncDirectory } from './private-file.ts'
import type { TransferStore, UploadRow } from './transfer-store.ts'

export interface UploadStatus {
  /** Bytes that are verified and on disk. */
  readonly offset: number
  readonly size: number
  /** All of it was verified and handed on. */
  readonly isVerified: boolean
}
export type ChunkOutcome =
  | ({ readonly kind: 'taken' } & UploadStatus)
  | { readonly kind: 'wrong-offset'; readonly offset: number }

export interface UploadsDeps {
  readonly db: Db
  readonly store: TransferStore
  /** A file of the run arrived whole; in the transaction that records it. The same news may come twice. */
  readonly onUploadVerified: (
    tx: Tx,
    upload: { readonly runId: string; readonly uploadId: string },
  ) => Promise<void>
}
export type Uploads = ReturnType<typeof createUploads>

/** The receiving end of pushed files. Bytes wait in `<path>.part` until all of them are verified. */
export function createUploads({ db, store, onUploadVerified }: UploadsDeps) {
  const inTurn = createKeyedLock()

  async function requireUpload(from: SiteId, id: string): Promise<UploadRow> {
    const upload = await store.findUpload(id, from)
    if (upload === undefined) throw new DomainError('transfer-not-found')
    return upload
  }

  async function takeChunk(upload: UploadRow, bytes: Uint8Array): Promise<ChunkOutcome> {
    const { id, fromSite, file, chunksDone } = upload
    refuseWrongChunk(file, chunksDone, bytes)
    const handle = await openForChunks(partOf(upload))
    try {
      await writeChunk(handle, chunksDone * file.chunkSize, bytes)
    } finally {
      await handle.close()
    }
    // Bytes first, then the count: what is acknowledged is on disk whenever the power goes.
    const counted = await store.countChunk(upload)
    if (counted === undefined) return wrongOffset(await requireUpload(fromSite, id))
    return counted.chunksDone < file.chunkSha256.length ? taken(counted) : finish(counted)
  }

  /** Verifies the whole file on disk and hands it on. Done again by an empty chunk at the end, if it was cut short. */
  async function finish(upload: UploadRow): Promise<ChunkOutcome> {
    if (upload.verifiedAt !== null) return taken(upload)
    const firstBadChunk = await putInPlace(upload)
    if (firstBadChunk !== undefined) {
      await store.goBack(upload, firstBadChunk)
      return wrongOffset({ ...upload, chunksDone: firstBadChunk })
    }
    // The run first, then its upload: whoever closes a run locks them in this order, too.
    await db.transaction(async (tx) => {
      await onUploadVerified(tx, { runId: upload.runId, uploadId: upload.id })
      await store.markVerified(tx, upload)
    })
    return taken({ ...upload, verifiedAt: new Date() })
  }

  return {
    async status(from: SiteId, id: string): Promise<UploadStatus> {
      return statusOf(await requireUpload(from, id))
    },

    /**
     * Takes the next chunk, whole. Throws `transfer-not-found` for an upload of another site, and
     * `checksum-mismatch` for bytes that are not the ones in the manifest.
     */
    receive(
      from: SiteId,
      id: string,
      chunk: { readonly offset: number; readonly bytes: Uint8Array },
    ): Promise<ChunkOutcome> {
      return inTurn(id, async () => {
        const upload = await requireUpload(from, id)
        if (chunk.offset !== statusOf(upload).offset) return wrongOffset(upload)
        const isAtEnd = upload.chunksDone === upload.file.chunkSha256.length
        if (isAtEnd && chunk.bytes.byteLength === 0) return finish(upload)
        return takeChunk(upload, chunk.bytes)
      })
    },
  }
}

function statusOf({ file, chunksDone, verifiedAt }: UploadRow): UploadStatus {
  const offset = Math.min(chunksDone * file.chunkSize, file.size)
  return { offset, size: file.size, isVerified: verifiedAt !== null }
}

function taken(upload: UploadRow): ChunkOutcome {
  return { kind: 'taken', ...statusOf(upload) }
}

function wrongOffset(upload: UploadRow): ChunkOutcome {
  return { kind: 'wrong-offset', offset: statusOf(upload).offset }
}

function refuseWrongChunk(file: TransferFile, index: number, bytes: Uint8Array): void {
  const expected = file.chunkSha256[index]
  if (expected === undefined || bytes.byteLength !== chunkLength(file, index)) {
    throw new DomainError('checksum-mismatch', `chunk ${index} has another length`)
  }
  if (sha256Of(bytes) !== expected) {
    throw new DomainError('checksum-mismatch', `chunk ${index} has another digest`)
  }
}

function partOf({ path }: UploadRow): string {
  return `${path}.part`
}

/** Moves a file that is right to its name, and answers undefined; or the first chunk that is not as it was written. */
async function putInPlace(upload: UploadRow): Promise<number | undefined> {
  const { file, path } = upload
  const current = await whereIs(upload)
  const handle = await openForChunks(current)
  try {
    await handle.truncate(file.size)
    const { isWhole, firstBadChunk } = await compareFile(handle, file)
    if (!isWhole && firstBadChunk === undefined) {
      throw new DomainError('checksum-mismatch', 'the chunks do not make up the file')
    }
    if (!isWhole) return firstBadChunk
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (current !== path) await rename(current, path)
  await syncDirectory(dirname(path))
  return undefined
}

/** A crash after the rename and before the commit leaves the file under its final name. */
async function whereIs(upload: UploadRow): Promise<string> {
  try {
    await (await open(upload.path, 'r')).close()
    return upload.path
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error
    return partOf(upload)
  }
}
