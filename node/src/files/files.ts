import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Base } from '../base.ts'
import type { S3Config } from '../config.ts'
import type { Tx } from '../db.ts'
import { createDiskFloor } from '../disk-floor.ts'
import { startLoop } from '../loop.ts'
import { createAccountFiles } from './account-files.ts'
import { type BlobStore, createBlobStore } from './blob-store.ts'
import { nodeCiphers } from './crypt4gh-node.ts'
import { createDamageStore } from './damage-store.ts'
import { createFindMissing } from './missing.ts'
import { createOwnStore } from './own-store.ts'
import { createPurge } from './purge.ts'
import { createReconcile } from './reconcile.ts'
import { createRemovalStore } from './removal-store.ts'
import { createS3BlobStore } from './s3-blob-store.ts'
import { createS3Client } from './s3-client.ts'
import { createScrub } from './scrub.ts'
import { createSealedBlobs } from './sealed-blobs.ts'
import { createFilesService } from './service.ts'
import { createFileStore } from './store.ts'
import { createStoreIdentity } from './store-identity.ts'
import { createSweep } from './sweep.ts'
import { createUploadLocker } from './upload-locker.ts'
import { createUploadReceiver } from './upload-receiver.ts'
import { createUploads } from './uploads.ts'

const DAY_MS = 86_400_000
const UPLOAD_LIFETIME_MS = 7 * DAY_MS
const SCRUB_POLL_MS = 60_000
const SWEEP_MS = 600_000
const RECONCILE_MS = 6 * 3_600_000

export interface FilesDeps extends Pick<Base, 'db' | 'log' | 'newId' | 'now' | 'openSession'> {
  readonly config: Pick<
    Base['config'],
    | 'dataDir'
    | 'maxUploadBytes'
    | 'diskFloorBytes'
    | 'uploadRetentionDays'
    | 'homeResultRetentionDays'
    | 'expiryReminderDays'
    | 'scrubDays'
    | 'scrubBytesPerSecond'
  >
  readonly keys: Pick<Base['keys'], 'encryption'>
  /** Where blobs are kept; in the data directory when undefined. */
  readonly s3?: S3Config | undefined
  /** Tests put faults in its way. */
  readonly blobs?: BlobStore
  /** Whether a job that has not ended reads the file, or has yet to accept it as its result. */
  readonly isInUse: (fileId: string, on: Tx) => Promise<boolean>
  /** The last result of a job is deleted, in this transaction. */
  readonly onResultsGone: (tx: Tx, jobId: string) => Promise<void>
  /** Bytes that the account may keep; no limit when undefined. */
  readonly storageQuotaOf: (accountId: string) => Promise<number | undefined>
}

export type AccountFiles = ReturnType<typeof createFiles>['account']

/** Uploads and results of this site's researchers. */
export function createFiles(deps: FilesDeps) {
  const { db, keys, config, log, newId, now } = deps
  const store = createFileStore(db)
  const removals = createRemovalStore(deps)
  const damages = createDamageStore(db)
  const anyStore = deps.blobs ?? openBlobStore(deps)
  const identity = createStoreIdentity({ db, blobs: anyStore, newId, now })
  const blobs = createOwnStore(anyStore, identity)
  const sealing = { blobs, siteKey: keys.encryption, ciphers: nodeCiphers }
  const sealedBlobs = createSealedBlobs(sealing)
  const purge = createPurge({ removals, blobs, log, now })
  const parts = { ...deps, store, removals, damages, blobs, identity, sealedBlobs, purge }
  const service = createFilesService({
    ...parts,
    resultRetentionMs: config.homeResultRetentionDays * DAY_MS,
  })
  const locker = createUploadLocker(deps)
  const uploads = createUploads({
    ...parts,
    locker,
    receiver: createUploadReceiver({
      ...sealing,
      store,
      now,
      retentionMs: config.uploadRetentionDays * DAY_MS,
    }),
    removeFile: service.remove,
    newId,
    path: '/api/v1/uploads',
    maxUploadBytes: config.maxUploadBytes,
    diskFloor: createDiskFloor({ freeBytes: blobs.freeBytes, floorBytes: config.diskFloorBytes }),
    uploadLifetimeMs: UPLOAD_LIFETIME_MS,
  })
  const sweep = createSweep({ ...parts, reminderDays: config.expiryReminderDays })
  const findMissing = createFindMissing(parts)
  const reconcile = createReconcile({ ...parts, findMissing })
  const scrub = createScrub({
    ...parts,
    findMissing,
    everyDays: config.scrubDays,
    bytesPerSecond: config.scrubBytesPerSecond,
    pause: (ms) => pause(ms),
  })

  return {
    service,
    account: createAccountFiles({ db, service }),
    uploads,
    storage: { scrub, reconcile },
    identity,
    sweep,
    [Symbol.asyncDispose]: () => locker[Symbol.asyncDispose](),

    loops(): AsyncDisposable {
      const stack = new AsyncDisposableStack()
      const rounds = [
        { name: 'file-sweep', everyMs: SWEEP_MS, round: sweep },
        { name: 'file-reconcile', everyMs: SWEEP_MS, round: atTimes(reconcile, RECONCILE_MS) },
        { name: 'scrub', everyMs: SCRUB_POLL_MS, round: scrub.round },
      ]
      for (const { name, everyMs, round } of rounds) {
        const work = async (signal: AbortSignal): Promise<void> => {
          await round(signal)
        }
        stack.use(startLoop(work, { name, everyMs, log }))
      }
      return stack
    },
  }
}

/** One that has failed is due again at once: a store that is back is not to wait for hours. */
function atTimes(work: () => Promise<unknown>, everyMs: number): () => Promise<void> {
  let doneAtMs = -Infinity
  return async () => {
    if (performance.now() - doneAtMs < everyMs) return
    await work()
    doneAtMs = performance.now()
  }
}

function openBlobStore({ config, s3 }: Pick<FilesDeps, 'config' | 's3'>): BlobStore {
  const directory = createBlobStore({ dir: join(config.dataDir, 'blobs') })
  if (s3 === undefined) return directory
  return createS3BlobStore({ client: createS3Client(s3), staging: directory })
}
