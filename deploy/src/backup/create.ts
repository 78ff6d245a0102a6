import { hash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  hasErrorCode,
  readFileIfThere,
  replaceFile,
  syncDirectory,
} from '@crosspanel/node/peers/private-file'
import { SOFTWARE } from '@crosspanel/node/peers/statement'
import postgres from 'postgres'
import { inData, NODE_DATABASE, type NodeHome } from '../node-home.ts'
import { visitDatabase } from '../services.ts'
import { SETTINGS_FILE } from '../settings.ts'
import { copyBlobs, copyTree } from './blobs.ts'
import { dumpDatabase } from './dump.ts'
import { type BackupManifest, MANIFEST_DIGEST_FILE, MANIFEST_FILE, type Part } from './manifest.ts'
import { type Recipient, sealSecrets, type SecretFiles } from './secrets.ts'

/** Files beside the keys that a restored node needs to be the same member of its federation. */
const MEMBERSHIP_FILES = ['federation.json', 'federation-cache.json']

export interface CreateOptions {
  readonly to: string
  readonly withFiles: boolean
  readonly withPanels: boolean
  /** Undefined leaves settings and keys out. */
  readonly recipient: Recipient | undefined
  /** A restore point stays on the node's own disk, and has what is left of a node that lost some of it. */
  readonly isRestorePoint?: boolean
  readonly say: (line: string, fraction?: number) => void
}

export interface MadeBackup {
  readonly path: string
  readonly manifest: BackupManifest
}

/**
 * Makes a backup: the database as it is at one moment, then the files that it names, since a file
 * without its row is only space, but a row without its file is a loss. Nothing has its final name
 * before all of it is on the disk.
 */
export async function createBackup(home: NodeHome, options: CreateOptions): Promise<MadeBackup> {
  const startedAt = new Date()
  const stamp = startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const id = randomUUID()
  const name = `crosspanel-${home.siteId.slice('site:'.length)}-${stamp}-${id.slice(0, 8)}`
  const stage = join(options.to, `.${name}.unfinished`)
  await mkdir(options.to, { recursive: true, mode: 0o700 })
  await mkdir(stage, { mode: 0o700 })
  try {
    const content = await writeContent(home, stage, options)
    const manifest: BackupManifest = {
      format: 'crosspanel-backup/1',
      id,
      siteId: home.siteId,
      software: SOFTWARE,
      startedAt: startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      ...content,
    }
    await writeManifest(stage, manifest)
    const path = join(options.to, name)
    await rename(stage, path)
    await syncDirectory(options.to)
    return { path, manifest }
  } catch (error) {
    await rm(stage, { recursive: true, force: true })
    throw error
  }
}

/** Blobs in a bucket stay there, and its own versions guard them. */
export function hasFilesElsewhere({ settings }: Pick<NodeHome, 'settings'>): boolean {
  return settings['CROSSPANEL_BLOB_STORE'] === 's3'
}

type Content = Pick<BackupManifest, 'database' | 'blobs' | 'panels' | 'secrets' | 'recoveryKey'>

async function writeContent(
  home: NodeHome,
  stage: string,
  options: CreateOptions,
): Promise<Content> {
  await using database = await visitDatabase(home.dir, home.settings, NODE_DATABASE)
  const { say } = options
  say('Saving the database')
  const snapshot = await dumpDatabase(database.url, stage)
  const blobs =
    options.withFiles && !hasFilesElsewhere(home)
      ? await saveBlobs(home, stage, database.url, snapshot.blobIds, options)
      : undefined
  const panelParts: Part[] = []
  for (const { dir } of options.withPanels ? snapshot.panels : []) {
    say(`Copying ${basename(dir)}`)
    panelParts.push(...(await copyTree(home.dataDir, stage, dir)))
  }
  return {
    database: snapshot.database,
    ...(blobs ? { blobs } : {}),
    panels: { described: [...snapshot.panels], parts: panelParts },
    ...(await saveSecrets(home, stage, options)),
  }
}

async function saveBlobs(
  home: NodeHome,
  stage: string,
  databaseUrl: string,
  ids: readonly string[],
  { isRestorePoint = false, say }: CreateOptions,
): Promise<NonNullable<BackupManifest['blobs']>> {
  const { parts, absent } = await copyBlobs(
    { ids, from: home.dataDir, to: stage },
    { isLinked: isRestorePoint, onBlob: (done) => say('Copying files', done / ids.length) },
  )
  const missing = absent.length === 0 ? [] : await stillNamed(databaseUrl, absent)
  const removed = absent.filter((id) => !missing.includes(id))
  return { parts: [...parts], missing, removed }
}

/** Of blobs that are not there: those whose files count to this day, and so are lost. */
async function stillNamed(databaseUrl: string, ids: readonly string[]): Promise<string[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    const rows = await sql<{ id: string }[]>`
      select "blobId" as id from files where state = 'complete' and "blobId" = any(${[...ids]}::uuid[])`
    return rows.map(({ id }) => id)
  } finally {
    await sql.end()
  }
}

async function saveSecrets(
  home: NodeHome,
  stage: string,
  { recipient, isRestorePoint = false }: CreateOptions,
): Promise<Pick<Content, 'secrets' | 'recoveryKey'>> {
  if (recipient === undefined) return {}
  const sealed = await sealSecrets(await readSecretFiles(home, isRestorePoint), recipient)
  const secrets = await writePart(stage, 'secrets.c4gh', sealed)
  if (recipient.recoveryKey === undefined) return { secrets }
  const key = Buffer.from(recipient.recoveryKey)
  return { secrets, recoveryKey: await writePart(stage, 'recovery.sec', key) }
}

async function readSecretFiles(home: NodeHome, mayLackKeys: boolean): Promise<SecretFiles> {
  const keyNames = await readdir(inData(home, 'keys')).catch((error: unknown) => {
    if (mayLackKeys && hasErrorCode(error, 'ENOENT')) return []
    throw error
  })
  const sources: readonly (readonly [name: string, path: string])[] = [
    [SETTINGS_FILE, join(home.dir, SETTINGS_FILE)],
    ...[...keyNames.map((name) => `keys/${name}`), ...MEMBERSHIP_FILES].map(
      (name) => [name, inData(home, name)] as const,
    ),
  ]
  const files: Record<string, string> = {}
  for (const [name, path] of sources) {
    const content = await readFileIfThere(path)
    if (content !== undefined) files[name] = Buffer.from(content).toString('base64')
  }
  return files
}

async function writePart(stage: string, name: string, content: Uint8Array): Promise<Part> {
  await writeFile(join(stage, name), content, { mode: 0o600, flush: true })
  const sha256 = hash('sha256', content, 'hex')
  return { name, sizeBytes: content.length, sha256 }
}

async function writeManifest(stage: string, manifest: BackupManifest): Promise<void> {
  const content = `${JSON.stringify(manifest, undefined, 1)}\n`
  const digest = hash('sha256', content, 'hex')
  await replaceFile(join(stage, MANIFEST_FILE), content)
  await replaceFile(join(stage, MANIFEST_DIGEST_FILE), `${digest}\n`)
}
