import type { ReconcileReport } from '@crosspanel/protocol/file'
import { recordAudit } from '../monitoring/audit.ts'
import type { Db } from '../db.ts'
import type { BlobStore, ListedBlob } from './blob-store.ts'
import type { FindMissing } from './missing.ts'
import type { Purge } from './purge.ts'
import type { RemovalStore } from './removal-store.ts'
import type { FileStore } from './store.ts'
import type { StoreIdentity } from './store-identity.ts'

/** A blob is written before its row; one that is younger may still be waiting for it. */
const ORPHAN_AGE_MS = 3_600_000
const BATCH = 500

export interface ReconcileDeps {
  readonly db: Db
  readonly store: Pick<FileStore, 'unusedOf'>
  readonly removals: Pick<RemovalStore, 'listUndestroyed'>
  readonly purge: Purge
  readonly blobs: Pick<BlobStore, 'list' | 'remove'>
  readonly identity: Pick<StoreIdentity, 'require' | 'adopt'>
  readonly findMissing: FindMissing
  readonly now: () => Date
}
export interface ReconcileOptions {
  readonly isDryRun?: boolean
  /** However many files are missing, they are marked, and a store without a mark is used from now on. */
  readonly isLossAccepted?: boolean | undefined
  readonly actor?: `account:${string}` | 'node'
}
export type Reconcile = ReturnType<typeof createReconcile>

/**
 * Brings rows and blobs together: removes blobs that no row counts on, marks files whose blob is missing. Safe to
 * run at any time, and several times at once. A dry run says what it would do, and does nothing. Throws
 * `storage-unavailable`, with nothing marked, for a store that is not this node's or lacks a large part of its files.
 */
export function createReconcile(deps: ReconcileDeps) {
  const { db, store, removals, purge, blobs, identity, findMissing, now } = deps

  async function removeOrphans(listed: ReadonlyMap<string, ListedBlob>, isDryRun: boolean) {
    if (listed.size === 0) return { count: 0, bytes: 0 }
    const unused = await store.unusedOf([...listed.keys()])
    if (!isDryRun) for (const blobId of unused) await blobs.remove(blobId)
    const bytes = unused.reduce((sum, id) => sum + (listed.get(id)?.sizeBytes ?? 0), 0)
    return { count: unused.length, bytes }
  }

  async function findOrphans(isDryRun: boolean) {
    const oldest = now().getTime() - ORPHAN_AGE_MS
    const total = { orphanBlobs: 0, orphanBytes: 0 }
    let batch = new Map<string, ListedBlob>()
    async function settleBatch(): Promise<void> {
      const { count, bytes } = await removeOrphans(batch, isDryRun)
      total.orphanBlobs += count
      total.orphanBytes += bytes
      batch = new Map()
    }
    for await (const blob of blobs.list()) {
      if (blob.changedAt.getTime() < oldest) batch.set(blob.blobId, blob)
      if (batch.size >= BATCH) await settleBatch()
    }
    await settleBatch()
    return total
  }

  return async function reconcile({
    isDryRun = false,
    isLossAccepted = false,
    actor = 'node',
  }: ReconcileOptions = {}): Promise<ReconcileReport> {
    if (isLossAccepted && !isDryRun && actor !== 'node') await identity.adopt(actor)
    await identity.require()
    const undestroyedBlobs = isDryRun
      ? (await removals.listUndestroyed()).length
      : await purge.destroyLeft()
    const orphans = await findOrphans(isDryRun)
    const found = { ...orphans, ...(await findMissing({ isDryRun, isLossAccepted })) }
    const report = { isDryRun, undestroyedBlobs, ...found }
    if (actor !== 'node')
      await recordAudit(db, { actor, action: 'files.reconciled', details: report })
    return report
  }
}
