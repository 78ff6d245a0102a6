import type { FileView } from '@crosspanel/protocol/file'
import type { FileRow } from './store.ts'

const timeOf = (at: Date | null) => at?.toISOString() ?? null

/** What the owner of a file is shown of it. */
export function viewOf(row: FileRow): FileView {
  const isUpload = row.kind === 'upload'
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.state,
    jobId: row.jobId,
    encryptedFor: row.encryptedFor,
    size: row.size,
    sha256: row.sha256,
    declaredSize: row.declaredSize,
    receivedBytes: isUpload ? row.offset : null,
    createdAt: row.createdAt.toISOString(),
    completedAt: timeOf(row.completedAt),
    expiresAt: row.state === 'deleted' ? null : timeOf(row.expiresAt),
    downloads: row.downloads,
    downloadedAt: timeOf(row.downloadedAt),
    damagedAt: timeOf(row.damagedAt),
    deletedAt: timeOf(row.deletedAt),
    deletedBecause: row.deletedBecause,
    destroyedAt: timeOf(row.destroyedAt),
  }
}
