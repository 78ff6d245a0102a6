import type { BlobStore } from './blob-store.ts'
import type { FileStore } from './store.ts'

/** A blob is written before its row; one that is younger may still be waiting for it. */
const ORPHAN_AGE_MS = 3_600_000
const BATCH = 500

export interface SweepDeps {
  readonly store: Pick<FileStore, 'removeExpired' | 'unusedOf'>
  readonly blobs: Pick<BlobStore, 'list' | 'remove'>
  readonly now: () => Date
}

/**
 * Removes uploads that were not complete in time, and blobs that no row counts on: those of deleted files
 * and of writes that a crash cut short. Safe to run at any time, and several times at once.
 */
export function createSweep({ store, blobs, now }: SweepDeps) {
  async function removeUnused(blobIds: readonly string[]): Promise<number> {
    if (blobIds.length === 0) return 0
    const unused = await store.unusedOf(blobIds)
    for (const blobId of unused) await blobs.remove(blobId)
    return unused.length
  }

  return async function sweep(): Promise<{ expiredUploads: number; orphanBlobs: number }> {
    const expired = await store.removeExpired(now())
    for (const blobId of expired) await blobs.remove(blobId)
    const oldest = now().getTime() - ORPHAN_AGE_MS
    let orphanBlobs = 0
    let batch = new Set<string>()
    for await (const { blobId, changedAt } of blobs.list()) {
      if (changedAt.getTime() < oldest) batch.add(blobId)
      if (batch.size < BATCH) continue
      orphanBlobs += await removeUnused([...batch])
      batch = new Set()
    }
    orphanBlobs += await removeUnused([...batch])
    return { expiredUploads: expired.length, orphanBlobs }
  }
}
