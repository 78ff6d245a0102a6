import type { FileView } from '@crosspanel/protocol/file'
import type { FileRow } from './store.ts'

/** What the owner of a file is shown of it. Deleted files are not shown. */
export function viewOf(row: FileRow): FileView {
  const isUpload = row.kind === 'upload'
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.state === 'complete' ? 'complete' : 'receiving',
    jobId: row.jobId,
    encryptedFor: row.encryptedFor,
    size: row.size,
    sha256: row.sha256,
    declaredSize: row.declaredSize,
    receivedBytes: isUpload ? row.offset : null,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }
}
