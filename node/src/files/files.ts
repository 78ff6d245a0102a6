import { join } from 'node:path'
import type { Base } from '../base.ts'
import { createBlobStore } from './blob-store.ts'
import { nodeCiphers } from './crypt4gh-node.ts'
import { createSealedBlobs } from './sealed-blobs.ts'
import { createFilesService } from './service.ts'
import { createFileStore } from './store.ts'
import { createSweep } from './sweep.ts'
import { createUploadReceiver } from './upload-receiver.ts'
import { createUploads } from './uploads.ts'

const UPLOAD_LIFETIME_MS = 7 * 86_400_000

export interface FilesDeps extends Base {
  /** Whether a job that has not ended reads the file. */
  readonly isInUse: (fileId: string) => Promise<boolean>
}

/** Uploads and results of this site's researchers. */
export function createFiles(deps: FilesDeps) {
  const { db, keys, config, newId, now, isInUse } = deps
  const store = createFileStore(db)
  const blobs = createBlobStore({ dir: join(config.dataDir, 'blobs') })
  const sealing = { blobs, siteKey: keys.encryption, ciphers: nodeCiphers }
  const service = createFilesService({
    store,
    blobs,
    sealedBlobs: createSealedBlobs(sealing),
    isInUse,
    newId,
    now,
  })
  const uploads = createUploads({
    store,
    blobs,
    receiver: createUploadReceiver({ ...sealing, store, now }),
    removeFile: service.remove,
    newId,
    now,
    path: '/api/v1/uploads',
    maxUploadBytes: config.maxUploadBytes,
    diskFloorBytes: config.diskFloorBytes,
    uploadLifetimeMs: UPLOAD_LIFETIME_MS,
  })
  return { service, uploads, sweep: createSweep({ store, blobs, now }) }
}
