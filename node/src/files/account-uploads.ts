import { FileName } from '@crosspanel/protocol/file'
import { DomainError } from '@crosspanel/protocol/problem'
import { DataStore, Upload } from '@tus/server'
import { type OpenableFile, requireHeader } from './store.ts'
import { bodyCheckOf } from './upload-checksum.ts'
import { damagedFile } from './content.ts'
import type { UploadsDeps } from './uploads.ts'

const EXTENSIONS = ['creation', 'creation-with-upload', 'expiration', 'termination', 'checksum']

/**
 * The uploads of one account, as the tus library wants them, for one request. It is made anew for each
 * request, so that no query can forget whose uploads it is about.
 */
export function createAccountUploads(
  deps: UploadsDeps,
  accountId: string,
  headers: Headers,
): DataStore {
  const { store, blobs, receiver, newId, now, uploadLifetimeMs } = deps

  async function requireUpload(id: string): Promise<OpenableFile> {
    const row = await store.findUpload(id, accountId)
    if (row === undefined) throw new DomainError('file-not-found')
    const { completedAt, expiresAt } = row
    if (completedAt === null && expiresAt !== null && expiresAt <= now()) {
      throw new DomainError('upload-expired')
    }
    if (row.state === 'deleted') throw new DomainError('file-not-found')
    if (row.damagedAt !== null) throw damagedFile(row.damagedAt)
    return requireHeader(row)
  }

  return Object.assign(new DataStore(), {
    extensions: EXTENSIONS,
    getExpiration: () => uploadLifetimeMs,

    async create(upload: Upload): Promise<Upload> {
      const declaredSize = upload.size ?? 0
      const name = FileName.safeParse(upload.metadata?.['filename'])
      if (!name.success) {
        throw new DomainError('invalid-request', 'Upload-Metadata has no usable `filename`')
      }
      await deps.diskFloor.require(declaredSize)
      const quotaBytes = await deps.storageQuotaOf(accountId)
      const row = {
        id: upload.id,
        accountId,
        blobId: newId(),
        name: name.data,
        declaredSize,
        createdAt: now(),
        expiresAt: new Date(now().getTime() + uploadLifetimeMs),
      }
      const header = await receiver.create(row.blobId)
      try {
        await store.insertUpload({ ...row, header }, quotaBytes)
      } catch (error) {
        await blobs.remove(row.blobId)
        throw error
      }
      if (declaredSize === 0) await receiver.write({ ...row, header, offset: 0 }, nothing())
      return upload
    },

    async write(body: AsyncIterable<Uint8Array>, id: string, offset: number): Promise<number> {
      const row = await requireUpload(id)
      // The library has compared the offset too; our lock has been held since, but not by other processes.
      if (row.state !== 'receiving' || row.offset !== offset) {
        throw new DomainError('offset-mismatch')
      }
      return receiver.write(row, body, bodyCheckOf(headers.get('upload-checksum')))
    },

    async getUpload(id: string): Promise<Upload> {
      const row = await requireUpload(id)
      // A complete upload does not expire: the library is told that it was made just now.
      const createdAt = row.state === 'complete' ? now() : row.createdAt
      return new Upload({
        id,
        size: row.declaredSize ?? 0,
        offset: row.offset,
        metadata: { filename: row.name },
        creation_date: createdAt.toISOString(),
      })
    },

    async remove(id: string): Promise<void> {
      await requireUpload(id)
      await deps.removeFile({ id: accountId }, id)
    },
  })
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {
  // An upload of no bytes.
}
