import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { NodeEnvironment } from '@crosspanel/node/config'
import { replaceFile } from '@crosspanel/node/peers/private-file'
import { readSiteKeys } from '@crosspanel/node/peers/site-keys'
import { nodeCiphers } from '@crosspanel/node/files/crypt4gh-node'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import postgres from 'postgres'
import { parse, stringify } from 'smol-toml'
import { homeOf, NODE_DATABASE, type NodeHome, readNodeHome } from '../node-home.ts'
import { visitDatabase } from '../services.ts'
import { hasSettings, SETTINGS_FILE, settingsOf } from '../settings.ts'
import { forbidReuse } from './after-restore.ts'
import { restoreParts } from './blobs.ts'
import { createBackup } from './create.ts'
import { checkInvariants } from './invariants.ts'
import { loadDatabase, refuseForeignSchema } from './load.ts'
import { type BackupManifest, checkParts, partsOf, readManifest } from './manifest.ts'
import { type OpeningOptions, openSecrets, readOpeningKey, type SecretFiles } from './secrets.ts'
import { putBack, replaceDatabase } from './swap.ts'

export interface RestoreOptions extends OpeningOptions {
  readonly to: string
  readonly say: (line: string, fraction?: number) => void
}

export interface Restored {
  readonly manifest: BackupManifest
  readonly dir: string
  /** Where what was there before can be restored from; undefined when there was no node, or no database. */
  readonly restorePoint: string | undefined
}

/**
 * Puts a backup in the place of a node, or where none is yet. Everything that can be refused is
 * refused before anything is changed; the database changes as a whole or not at all.
 */
export async function restoreBackup(given: string, options: RestoreOptions): Promise<Restored> {
  const path = resolve(given)
  const dir = resolve(options.to)
  const { say } = options
  const manifest = await readManifest(path)
  refuseForeignSchema(manifest.database.migrations)
  const parts = partsOf(manifest)
  await checkParts(path, parts, (done) => say('Reading the parts', done / parts.length))
  const opened = await openKeys(path, manifest, dir, options)
  const secrets = opened && relocate(opened.files, dir)
  const present = hasSettings(dir) ? await readNodeHome(dir) : undefined
  const home = secrets ? await homeFrom(dir, secrets) : await readNodeHome(dir)
  refuseOtherSite(manifest, present)

  await mkdir(home.dataDir, { recursive: true, mode: 0o700 })
  await using database = await visitDatabase(dir, home.settings, NODE_DATABASE, {
    isFilledAnew: true,
  })
  await refuseRunning(database.url)
  await putBack(database.url)
  const isLost = !(await hasTables(database.url))
  const restorePoint =
    present === undefined || isLost
      ? undefined
      : await makeRestorePoint(present, opened?.secretKey, say)

  const files = [...(manifest.blobs?.parts ?? []), ...manifest.panels.parts]
  await restoreParts(path, home.dataDir, files, (done) => {
    say('Restoring files', done / files.length)
  })
  await replaceDatabase(database.url, async () => {
    say('Restoring the database')
    await loadDatabase(database.url, path, manifest)
    await checkInvariants(database.url, manifest)
    await forbidReuse(database.url, manifest)
  })
  if (secrets) await writeSecrets(home, secrets)
  await checkHealth(home)
  return { manifest, dir, restorePoint }
}

async function openKeys(
  path: string,
  manifest: BackupManifest,
  dir: string,
  options: OpeningOptions,
): Promise<{ files: SecretFiles; secretKey: Uint8Array } | undefined> {
  if (manifest.secrets === undefined) {
    if (hasSettings(dir)) return undefined
    throw new CliError(
      'the backup has no keys, so it can only be restored where the node with its keys is: name its directory with --to',
      EXIT.usage,
    )
  }
  const secretKey = await readOpeningKey(path, manifest, options)
  return { secretKey, files: await openSecrets(path, manifest, secretKey) }
}

/** A setting that names the directory would lead the restored node to the old one's data. */
function relocate(files: SecretFiles, dir: string): SecretFiles {
  const { data_dir: dataDir, ...settings } = parse(textOf(files, SETTINGS_FILE))
  if (dataDir === undefined || dataDir === dir) return files
  return { ...files, [SETTINGS_FILE]: Buffer.from(`${stringify(settings)}\n`).toString('base64') }
}

async function homeFrom(dir: string, secrets: SecretFiles): Promise<NodeHome> {
  const settings = await settingsOf(textOf(secrets, SETTINGS_FILE), NodeEnvironment, process.env)
  return homeOf(dir, settings)
}

function textOf(files: SecretFiles, name: string): string {
  return Buffer.from(files[name] ?? '', 'base64').toString('utf8')
}

function refuseOtherSite({ siteId }: BackupManifest, present: NodeHome | undefined): void {
  if (present === undefined || present.siteId === siteId) return
  throw new CliError(
    `${present.dir} is the node of ${present.siteId} and the backup is of ${siteId}: name another directory with --to`,
    EXIT.usage,
  )
}

async function refuseRunning(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    const others = await sql`
      select 1 from pg_stat_activity where datname = current_database()
        and backend_type = 'client backend' and pid <> pg_backend_pid()`
    if (others.length === 0) return
  } finally {
    await sql.end()
  }
  throw new CliError(
    'the node runs, or something else is connected to its database: stop it and try again',
    EXIT.failed,
  )
}

/** Without the database's rows nothing can be read of a node's files, so there is nothing to return to. */
async function hasTables(databaseUrl: string): Promise<boolean> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    const [row] = await sql<{ has: boolean }[]>`
      select to_regclass('drizzle.__drizzle_migrations') is not null as has`
    return row?.has ?? false
  } finally {
    await sql.end()
  }
}

/** What opens the backup opens the restore point too. */
async function makeRestorePoint(
  home: NodeHome,
  secretKey: Uint8Array | undefined,
  say: RestoreOptions['say'],
): Promise<string> {
  const recipient = secretKey && {
    publicKey: publicKeyOf(secretKey, nodeCiphers),
    recoveryKey: undefined,
  }
  const { path } = await createBackup(home, {
    to: join(home.dir, 'restore-points'),
    withFiles: true,
    withPanels: false,
    recipient,
    isRestorePoint: true,
    say,
  })
  return path
}

/** The settings come last: a directory without them is no node yet. */
async function writeSecrets(home: NodeHome, secrets: SecretFiles): Promise<void> {
  const inOrder = Object.keys(secrets).filter((name) => name !== SETTINGS_FILE)
  for (const name of inOrder) await replaceFile(join(home.dataDir, name), textOf(secrets, name))
  await replaceFile(join(home.dir, SETTINGS_FILE), textOf(secrets, SETTINGS_FILE))
}

async function checkHealth(home: NodeHome): Promise<void> {
  const keys = await readSiteKeys(join(home.dataDir, 'keys'))
  if (keys.siteId !== home.siteId || !existsSync(join(home.dir, SETTINGS_FILE))) {
    throw new CliError(`the keys in ${home.dataDir} are not those of ${home.siteId}`)
  }
}
