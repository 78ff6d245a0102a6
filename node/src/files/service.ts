import { refusal } from '@crosspanel/protocol/refusals'
import type { EncryptedFor, FileList, FileView, StorageUsage } from '@crosspanel/protocol/file'
import { DomainError } from '@crosspanel/protocol/problem'
import { pageOf, readCursor } from '../cursor.ts'
import type { Tx } from '../db.ts'
import type { Logger } from '../logger.ts'
import type { BlobStore } from './blob-store.ts'
import { damagedFile, readWhole, release, streamOf } from './content.ts'
import type { DamageStore } from './damage-store.ts'
import { downloadHeaders, etagOf } from './download-headers.ts'
import type { Purge } from './purge.ts'
import { readRange } from './range-header.ts'
import type { RemovalStore, Retention } from './removal-store.ts'
import type { OpenContent, SealedBlobs, StoredContent } from './sealed-blobs.ts'
import type { FileFilter, FileRow, FileStore, OpenableFile } from './store.ts'
import { unavailable } from './store-away.ts'
import { type StoreIdentity, tooManyMissing } from './store-identity.ts'
import { viewOf } from './view.ts'

export interface FilesServiceDeps {
  readonly store: FileStore
  readonly removals: RemovalStore
  readonly damages: Pick<DamageStore, 'mark' | 'countDamaged'>
  readonly purge: Purge
  readonly blobs: Pick<BlobStore, 'remove'>
  readonly identity: Pick<StoreIdentity, 'manyMissing'>
  readonly sealedBlobs: SealedBlobs
  /** Whether a job that has not ended uses the file. */
  readonly isInUse: (fileId: string, on: Tx) => Promise<boolean>
  /** Bytes that the account may keep; no limit when undefined. */
  readonly storageQuotaOf: (accountId: string) => Promise<number | undefined>
  /** How long a result is kept. */
  readonly resultRetentionMs: number
  readonly log: Logger
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
  const { store, removals, damages, purge, blobs, identity, sealedBlobs, log, newId, now } = deps

  async function requirePresent(owner: Owner, id: string): Promise<FileRow> {
    const row = await store.findOwned(id, owner.id)
    if (row?.deletedBecause === 'expired') throw expiredFile(row)
    if (row === undefined || row.state === 'deleted') throw new DomainError('file-not-found')
    return row
  }

  async function openContent(file: OpenableFile): Promise<OpenContent> {
    if (file.damagedAt !== null) throw damagedFile(file.damagedAt)
    const content = await sealedBlobs.find(file)
    if (content?.sizeBytes === file.size) return content
    await content?.close()
    const many = content === undefined ? await identity.manyMissing() : undefined
    if (many !== undefined) throw unavailable(tooManyMissing(many))
    const since = now()
    const isDamaged = await damages.mark(file, content ? 'altered' : 'missing', since)
    // The row was there a moment ago: the file has been deleted since.
    throw isDamaged ? damagedFile(since) : new DomainError('file-not-found')
  }

  /** Never the reason for a transfer to fail: it has been made. */
  async function countSent(id: string, bytes: number, isEnd: boolean): Promise<void> {
    await store
      .countSent(id, { bytes, isEnd, at: now() })
      .catch((err: unknown) => log.warn({ err, file: id }, 'a download was not counted'))
  }

  async function requireOpenable(id: string): Promise<OpenableFile> {
    const file = await store.findComplete(id)
    if (file === undefined) throw new DomainError('file-not-found')
    return file
  }

  return {
    async list(
      owner: Owner,
      { after, limit, ...filter }: PageRequest & FileFilter,
    ): Promise<FileList> {
      const rows = await store.listOwned(owner.id, filter, limit + 1, readCursor(after))
      const { page, next } = pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }))
      return { files: page.map(viewOf), next }
    },

    /** Also a file that was deleted: the owner can see that, and when, its bytes were destroyed. */
    async require(owner: Owner, id: string): Promise<FileView> {
      const row = await store.findOwned(id, owner.id)
      if (row === undefined) throw new DomainError('file-not-found')
      return viewOf(row)
    },

    /** What the account keeps, counted as its files change, and what it may keep. */
    async usage(owner: Owner): Promise<StorageUsage> {
      const [usage, quotaBytes] = await Promise.all([
        store.usageOf(owner.id),
        deps.storageQuotaOf(owner.id),
      ])
      return { ...usage, quotaBytes: quotaBytes ?? null }
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

    lockUploads: (tx: Tx, accountId: string, fileIds: readonly string[]): Promise<number> =>
      store.lockUploads(tx, fileIds, accountId),

    /** Throws `file-in-use` while a job that has not ended uses the file. */
    async remove(owner: Owner, id: string): Promise<void> {
      await requirePresent(owner, id)
      const removed = await removals.remove(id, owner.id, now(), (tx) => deps.isInUse(id, tx))
      if (removed === 'in-use') throw new DomainError('file-in-use')
      if (removed === undefined) throw new DomainError('file-not-found')
      await purge.destroy([removed])
    },

    /** Deletes all files of an account that goes, in the transaction of that; their bytes are destroyed within minutes. */
    async removeAllOf(tx: Tx, accountId: string): Promise<number> {
      return (await removals.removeAllOf(tx, accountId, now())).length
    },

    /** Keeps the results of a job until another day, sooner or later than it was. */
    extendRetention: (tx: Tx, retention: Retention): Promise<number> =>
      removals.extend(tx, retention),

    /**
     * The file, or the range of it that is asked for. The blob is open when this returns, so in a directory a file
     * that is deleted meanwhile is still given whole.
     */
    async download(
      owner: Owner,
      id: string,
      { range: rangeHeader, ifRange, hasBody = true }: DownloadRequest,
    ): Promise<DownloadAnswer> {
      const row = await requirePresent(owner, id)
      const { size, sha256 } = completeContentOf(row)
      const isSame = ifRange === undefined || ifRange === etagOf(sha256)
      const range = isSame ? readRange(rangeHeader, size) : undefined
      const name = row.encryptedFor === 'researcher' ? `${row.name}.c4gh` : row.name
      const headers = downloadHeaders({ name, size, sha256, range })
      const status = range === undefined ? 200 : 206
      if (row.damagedAt !== null) throw damagedFile(row.damagedAt)
      if (!hasBody) return { status, headers, body: null }
      const content = await openContent(await requireOpenable(id))
      const { start, end } = range ?? { start: 0, end: size }
      const body = streamOf(content, { start, end }, (sentBytes) =>
        countSent(id, sentBytes, end === size && sentBytes === end - start),
      )
      return { status, headers, body }
    },

    /**
     * The whole plaintext of a file that is encrypted for this site, checked against its digest at the end.
     * For the node's own modules: whose file it is has been checked before.
     */
    async *openPlain(fileId: string): AsyncGenerator<Uint8Array, void, undefined> {
      const file = await requireOpenable(fileId)
      if (file.encryptedFor !== 'site') throw new DomainError('file-not-found')
      yield* readWhole(await openContent(file), completeContentOf(file))
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
      const quotaBytes = accountId === null ? undefined : await deps.storageQuotaOf(accountId)
      const [id, blobId] = [newId(), newId()]
      const content =
        encryptedFor === 'site'
          ? await sealedBlobs.writeForSite(blobId, source)
          : await sealedBlobs.writeForResearcher(blobId, source)
      const createdAt = now()
      const expiresAt = new Date(createdAt.getTime() + deps.resultRetentionMs)
      const made = { id, blobId, accountId, jobId, jobEpoch, name, encryptedFor }
      const row = await store.insertResult(
        { ...content, ...made, createdAt, expiresAt },
        quotaBytes,
      )
      if (row.id !== id) await blobs.remove(blobId)
      return { fileId: row.id, ...completeContentOf(row) }
    },

    /** Deletes the results that the job made up to an epoch: nobody was given them. */
    async discardResults(jobId: string, upToEpoch: number): Promise<void> {
      await purge.destroy(await removals.removeResults(jobId, upToEpoch, now()))
    },

    /** Files whose stored bytes are not the ones that were stored. */
    countDamaged: (): Promise<number> => damages.countDamaged(),
  }
}

function expiredFile({ deletedAt }: FileRow): DomainError {
  const day = deletedAt?.toISOString().slice(0, 10) ?? ''
  return refusal('file-expired.upload', { params: { day } })
}

function completeContentOf(row: FileRow): StoredContent {
  const { state, size, sha256 } = row
  if (state !== 'complete' || size === null || sha256 === null) {
    throw new DomainError('upload-incomplete')
  }
  return { size, sha256 }
}
