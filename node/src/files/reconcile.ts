import type { ReconcileReport } from '@crosspanel/protocol/file'
import { recordAudit } from '../monitoring/audit.ts'
import type { Db } from '../db.ts'
import type { BlobStore, ListedBlob } from './blob-store.ts'
import type { DamageStore } from './damage-store.ts'
import type { Purge } from './purge.ts'
import type { RemovalStore } from './removal-store.ts'
import type { FileStore } from './store.ts'

/** A blob is written before its row; one that is younger may still be waiting for it. */
const ORPHAN_AGE_MS = 3_600_000
const BATCH = 500

export interface ReconcileDeps {
  readonly db: Db
  readonly store: Pick<FileStore, 'unusedOf'>
  readonly removals: Pick<RemovalStore, 'listUndestroyed'>
  readonly damages: Pick<DamageStore, 'listComplete' | 'mark'>
  readonly purge: Purge
  readonly blobs: Pick<BlobStore, 'list' | 'remove' | 'has'>
  readonly now: () => Date
}
export type Reconcile = ReturnType<typeof createReconcile>

/**
 * Brings rows and blobs together: removes blobs that no row counts on, marks files whose blob is missing. Safe to
 * run at any time, and several times at once. A dry run says what it would do, and does nothing.
 */
export function createReconcile(deps: ReconcileDeps) {
  const { db, store, removals, damages, purge, blobs, now } = deps

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

  async function findMissing(isDryRun: boolean) {
    const total = { checkedFiles: 0, missingBlobs: 0 }
    let last: string | undefined
    for (;;) {
      const page = await damages.listComplete(last, BATCH)
      for (const file of page) {
        total.checkedFiles += 1
        if (file.damagedAt !== null || (await blobs.has(file.blobId))) continue
        if (isDryRun || (await damages.mark(file, 'missing', now()))) total.missingBlobs += 1
      }
      last = page.at(-1)?.id
      if (last === undefined) return total
    }
  }

  return async function reconcile(
    options: { readonly isDryRun?: boolean; readonly actor?: `account:${string}` } = {},
  ): Promise<ReconcileReport> {
    const { isDryRun = false, actor = 'node' } = options
    const undestroyedBlobs = isDryRun
      ? (await removals.listUndestroyed()).length
      : await purge.destroyLeft()
    const found = { ...(await findOrphans(isDryRun)), ...(await findMissing(isDryRun)) }
    const report = { isDryRun, undestroyedBlobs, ...found }
    if (actor !== 'node')
      await recordAudit(db, { actor, action: 'files.reconciled', details: report })
    return report
  }
}
