import type { EncryptedFor, FileList, FileView } from '@crosspanel/protocol/file'
import { DomainError } from '@crosspanel/protocol/problem'
import { pageOf, readCursor } from '../cursor.ts'
import type { BlobStore } from './blob-store.ts'
import { downloadHeaders, etagOf } from './download-headers.ts'
import { readRange } from './range-header.ts'
import type { OpenContent, SealedBlobs, StoredContent } from './sealed-blobs.ts'
import type { FileRow, FileStore } from './store.ts'
import { readWhole, release, streamOf } from './content.ts'
import { viewOf } from './view.ts'

export interface FilesServiceDeps {
  readonly store: FileStore
  readonly blobs: BlobStore
  readonly sealedBlobs: SealedBlobs
  /** Whether a job that has not ended uses the file. */
  readonly isInUse: (fileId: string) => Promise<boolean>
  readonly newId: () => string
  readonly now: () => Date
}
export type FilesService = ReturnType<typeof createFilesService>

interface Owner {
  readonly id: string
}

export interface PageRequest {
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

export interface DownloadRequest {
  /** The headers of these names. */
  readonly range?: string | undefined
  readonly ifRange?: string | undefined
  /** False for HEAD: then nothing is opened. */
  readonly hasBody?: boolean
}

export interface DownloadAnswer {
  readonly status: 200 | 206
  readonly headers: Record<string, string>
  readonly body: ReadableStream<Uint8Array> | null
}

export interface NewResultFile {
  /** Null for a result that belongs to no account of this site. */
  readonly accountId: string | null
  readonly jobId: string
  readonly jobEpoch: number
  readonly name: string
  /** Plaintext for `site`, a Crypt4GH file for `researcher`. */
  readonly source: AsyncIterable<Uint8Array>
  readonly encryptedFor: EncryptedFor
}

export function createFilesService(deps: FilesServiceDeps) {
  const { store, blobs, sealedBlobs, isInUse, newId, now } = deps

  async function requireOwned(owner: Owner, id: string): Promise<FileRow> {
    const row = await store.findOwned(id, owner.id)
    if (row === undefined) throw new DomainError('file-not-found')
    return row
  }

  /** What a download gives: the plaintext, or the researcher's own Crypt4GH file. */
  async function openContent(row: FileRow): Promise<OpenContent> {
    const content =
      row.encryptedFor === 'site'
        ? await sealedBlobs.findPlain(row.blobId)
        : await blobs.find(row.blobId)
    // The row was there a moment ago: the file has been deleted since.
    if (content === undefined) throw new DomainError('file-not-found')
    if (content.sizeBytes === row.size) return content
    await content.close()
    throw new Error(`blob ${row.blobId} has another size than its row says`)
  }

  return {
    async list(owner: Owner, { after, limit }: PageRequest): Promise<FileList> {
      const rows = await store.listOwned(owner.id, limit + 1, readCursor(after))
      const { page, next } = pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }))
      return { files: page.map(viewOf), next }
    },

    async require(owner: Owner, id: string): Promise<FileView> {
      return viewOf(await requireOwned(owner, id))
    },

    /** Those of the uploads that this account has, in no order; others are left out. */
    async findUploads(
      accountId: string,
      fileIds: readonly string[],
    ): Promise<readonly { fileId: string; name: string; isComplete: boolean }[]> {
      const rows = await store.findOwnedUploads(fileIds, accountId)
      return rows.map(({ id, name, state }) => ({
        fileId: id,
        name,
        isComplete: state === 'complete',
      }))
    },

    /** Throws `file-in-use` while a job that has not ended uses the file. */
    async remove(owner: Owner, id: string): Promise<void> {
      await requireOwned(owner, id)
      if (await isInUse(id)) throw new DomainError('file-in-use')
      const blobId = await store.remove(id, owner.id, now())
      if (blobId === undefined) throw new DomainError('file-not-found')
      await blobs.remove(blobId)
    },

    /**
     * The file, or the range of it that is asked for. The blob is open when this returns, so a file that is
     * deleted meanwhile is still given whole.
     */
    async download(
      owner: Owner,
      id: string,
      { range: rangeHeader, ifRange, hasBody = true }: DownloadRequest,
    ): Promise<DownloadAnswer> {
      const row = await requireOwned(owner, id)
      const { size, sha256 } = completeContentOf(row)
      const isSame = ifRange === undefined || ifRange === etagOf(sha256)
      const range = isSame ? readRange(rangeHeader, size) : undefined
      const name = row.encryptedFor === 'researcher' ? `${row.name}.c4gh` : row.name
      const headers = downloadHeaders({ name, size, sha256, range })
      const status = range === undefined ? 200 : 206
      if (!hasBody) return { status, headers, body: null }
      const content = await openContent(row)
      return { status, headers, body: streamOf(content, range ?? { start: 0, end: size }) }
    },

    /**
     * The whole plaintext of a file that is encrypted for this site, checked against its digest at the end.
     * For the node's own modules: whose file it is has been checked before.
     */
    async *openPlain(fileId: string): AsyncGenerator<Uint8Array, void, undefined> {
      const row = await store.findComplete(fileId)
      if (row === undefined || row.encryptedFor !== 'site') throw new DomainError('file-not-found')
      yield* readWhole(await openContent(row), completeContentOf(row))
    },

    /**
     * Stores a result once: when the job's epoch has one of this name, that one is told and `source` is not kept.
     * Size in bytes and digest are of the plaintext for `site`, of the Crypt4GH file for `researcher`.
     */
    async storeResult(result: NewResultFile): Promise<StoredContent & { fileId: string }> {
      const { accountId, jobId, jobEpoch, name, source, encryptedFor } = result
      const earlier = await store.findResult(result)
      if (earlier !== undefined) {
        await release(source)
        return { fileId: earlier.id, ...completeContentOf(earlier) }
      }
      const [id, blobId] = [newId(), newId()]
      const content =
        encryptedFor === 'site'
          ? await sealedBlobs.writeForSite(blobId, source)
          : await sealedBlobs.writeForResearcher(blobId, source)
      const row = await store.insertResult({
        ...content,
        id,
        blobId,
        accountId,
        jobId,
        jobEpoch,
        name,
        encryptedFor,
        createdAt: now(),
      })
      if (row.id !== id) await blobs.remove(blobId)
      return { fileId: row.id, ...completeContentOf(row) }
    },

    /** Deletes the results that the job made up to an epoch: nobody was given them. */
    async discardResults(jobId: string, upToEpoch: number): Promise<void> {
      const blobIds = await store.removeResults(jobId, upToEpoch, now())
      for (const blobId of blobIds) await blobs.remove(blobId)
    },
  }
}

function completeContentOf(row: FileRow): StoredContent {
  const { state, size, sha256 } = row
  if (state !== 'complete' || size === null || sha256 === null) {
    throw new DomainError('upload-incomplete')
  }
  return { size, sha256 }
}
