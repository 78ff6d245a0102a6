import type { ReconcileReport } from '@crosspanel/protocol/file'
import type { BlobStore } from './blob-store.ts'
import type { DamageStore } from './damage-store.ts'
import type { FileRow } from './store.ts'
import { unavailable } from './store-away.ts'
import { type StoreIdentity, tooManyMissing } from './store-identity.ts'

const BATCH = 500
/** More missing files than this, and than this part of all, are not single losses: a folder or a copy is not whole. */
const BELIEVED = 20
const BELIEVED_PART = 0.1

export interface FindMissingDeps {
  readonly damages: Pick<DamageStore, 'countSound' | 'listSound' | 'mark'>
  readonly blobs: Pick<BlobStore, 'has'>
  readonly identity: Pick<StoreIdentity, 'noteMissing'>
  readonly now: () => Date
}
export type FindMissing = ReturnType<typeof createFindMissing>

/**
 * Marks files whose blob is missing, unless they are so many that the store, and not the files, must be the
 * trouble: owners are told of a loss only when it is one.
 */
export function createFindMissing({ damages, blobs, identity, now }: FindMissingDeps) {
  async function* missingFiles(looked: () => void): AsyncGenerator<FileRow> {
    let last: string | undefined
    for (;;) {
      const page = await damages.listSound(last, BATCH)
      for (const file of page) {
        looked()
        if (!(await blobs.has(file.blobId))) yield file
      }
      last = page.at(-1)?.id
      if (last === undefined) return
    }
  }

  return async function findMissing(options: {
    readonly isDryRun: boolean
    readonly isLossAccepted: boolean
  }): Promise<Pick<ReconcileReport, 'checkedFiles' | 'missingBlobs'>> {
    const { isDryRun, isLossAccepted } = options
    const of = await damages.countSound()
    const most = isLossAccepted ? Infinity : Math.max(BELIEVED, of * BELIEVED_PART)
    let checkedFiles = 0
    const missing: FileRow[] = []
    for await (const file of missingFiles(() => (checkedFiles += 1))) {
      missing.push(file)
      if (missing.length <= most) continue
      const many = { missing: missing.length, of }
      await identity.noteMissing(many)
      throw unavailable(tooManyMissing(many))
    }
    let missingBlobs = 0
    for (const file of missing) {
      if (isDryRun || (await damages.mark(file, 'missing', now()))) missingBlobs += 1
    }
    if (!isDryRun) await identity.noteMissing(undefined)
    return { checkedFiles, missingBlobs }
  }
}
