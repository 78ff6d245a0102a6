import { join } from 'node:path'
import { openDb } from '@crosspanel/node/db'
import { recordBackup } from '@crosspanel/node/monitoring/backups'
import { NODE_DATABASE, type NodeHome } from '../node-home.ts'
import { visitDatabase } from '../services.ts'
import { describe } from './list.ts'
import { type BackupManifest, digestOf, MANIFEST_FILE } from './manifest.ts'

/** Tells the node that a backup was made, or that the restore test of one went well. */
export async function noteBackup(
  home: NodeHome,
  path: string,
  manifest: BackupManifest,
  verifiedAt: Date | null,
): Promise<void> {
  await using database = await visitDatabase(home.dir, home.settings, NODE_DATABASE)
  const { db, close } = openDb(database.url)
  try {
    await recordBackup(db, {
      at: new Date(manifest.finishedAt),
      kind: manifest.blobs === undefined ? 'database' : 'full',
      sizeBytes: describe(path, manifest).sizeBytes,
      // It has the digest of every part, so it stands for the whole.
      sha256: await digestOf(join(path, MANIFEST_FILE)),
      verifiedAt,
    })
  } finally {
    await close()
  }
}
