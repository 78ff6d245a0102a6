import type { Logger } from '../logger.ts'
import type { BlobStore } from './blob-store.ts'
import type { RemovalStore, Tombstone } from './removal-store.ts'

export interface PurgeDeps {
  readonly removals: Pick<RemovalStore, 'listUndestroyed' | 'markDestroyed'>
  readonly blobs: Pick<BlobStore, 'remove'>
  readonly log: Logger
  readonly now: () => Date
}
export type Purge = ReturnType<typeof createPurge>

/** Destroys the blobs of deleted files. One that cannot be destroyed now keeps its tombstone, and is tried again. */
export function createPurge({ removals, blobs, log, now }: PurgeDeps) {
  /** Returns how many are known to be gone. */
  async function destroy(tombstones: readonly Tombstone[]): Promise<number> {
    let destroyed = 0
    for (const { id, blobId } of tombstones) {
      try {
        await blobs.remove(blobId)
        await removals.markDestroyed(id, now())
        destroyed += 1
      } catch (err) {
        log.warn({ err, file: id }, 'the blob of a deleted file is not destroyed yet')
      }
    }
    return destroyed
  }

  return {
    destroy,
    /** Those that an earlier attempt has left behind. */
    async destroyLeft(): Promise<number> {
      return destroy(await removals.listUndestroyed())
    },
  }
}
