import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrorCode } from '@crosspanel/node/peers/private-file'
import { type BackupManifest, partsOf, readManifest } from './manifest.ts'

export interface ListedBackup {
  readonly path: string
  readonly finishedAt: string
  readonly siteId: string
  readonly sizeBytes: number
  readonly hasFiles: boolean
  readonly hasKeys: boolean
  readonly jobs: number
}

/** The whole backups of a directory, newest first; what is unfinished or damaged in its manifest is not one. */
export async function listBackups(dir: string): Promise<ListedBackup[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return []
    throw error
  })
  const found: ListedBackup[] = []
  for (const name of names.filter((known) => /^crosspanel-[a-z]/.test(known))) {
    const path = join(dir, name)
    const manifest = await readManifest(path).catch(() => undefined)
    if (manifest) found.push(describe(path, manifest))
  }
  return found.toSorted((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1))
}

/** Removes all whole backups of the site in the directory but the newest ones; returns the removed, newest first. */
export async function removeOldBackups(
  dir: string,
  siteId: string,
  keep: number,
): Promise<ListedBackup[]> {
  const old = (await listBackups(dir)).filter((found) => found.siteId === siteId).slice(keep)
  for (const { path } of old) await rm(path, { recursive: true })
  return old
}

export function describe(path: string, manifest: BackupManifest): ListedBackup {
  return {
    path,
    finishedAt: manifest.finishedAt,
    siteId: manifest.siteId,
    sizeBytes: partsOf(manifest).reduce((sum, part) => sum + part.sizeBytes, 0),
    hasFiles: manifest.blobs !== undefined,
    hasKeys: manifest.secrets !== undefined,
    jobs: manifest.database.tables.find(({ table }) => table === 'jobs')?.rows ?? 0,
  }
}
