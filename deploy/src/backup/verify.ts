import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureDatabase, openEmbeddedPostgres } from '../embedded-postgres.ts'
import { checkInvariants } from './invariants.ts'
import { loadDatabase } from './load.ts'
import { type BackupManifest, checkParts, damaged, partsOf, readManifest } from './manifest.ts'
import { type OpeningOptions, openSecrets, readOpeningKey } from './secrets.ts'

export interface VerifyOptions extends OpeningOptions {
  readonly say: (line: string, fraction?: number) => void
}

export interface Verified {
  readonly manifest: BackupManifest
  readonly rows: number
  readonly invariants: readonly string[]
  /** Whether the keys were decrypted too, which takes the passphrase or the secret key. */
  readonly areKeysOpened: boolean
}

/** The restore test: every part is read, and the database is restored on a server of its own that is thrown away. */
export async function verifyBackup(path: string, options: VerifyOptions): Promise<Verified> {
  const manifest = await readManifest(path)
  const parts = partsOf(manifest)
  await checkParts(path, parts, (done) => options.say('Reading the parts', done / parts.length))
  const areKeysOpened = options.passphraseFile !== undefined || options.keyFile !== undefined
  if (areKeysOpened) await checkSecrets(path, manifest, options)

  await using stack = new AsyncDisposableStack()
  const scratch = await mkdtemp(join(tmpdir(), 'crosspanel-restore-test-'))
  stack.defer(() => rm(scratch, { recursive: true, force: true }))
  // What is thrown away in any case need not outlive a power cut.
  const unsafe = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const server = stack.use(await openEmbeddedPostgres(scratch, unsafe))
  const url = await ensureDatabase(server.adminUrl, 'restore_test')
  options.say('Restoring the database')
  await loadDatabase(url, path, manifest)
  const invariants = await checkInvariants(url, manifest)
  const rows = manifest.database.tables.reduce((sum, table) => sum + table.rows, 0)
  return { manifest, rows, invariants, areKeysOpened }
}

async function checkSecrets(
  path: string,
  manifest: BackupManifest,
  options: OpeningOptions,
): Promise<void> {
  const files = await openSecrets(path, manifest, await readOpeningKey(path, manifest, options))
  const site = Buffer.from(files['keys/site.json'] ?? '', 'base64').toString('utf8')
  if (!site.includes(`"${manifest.siteId}"`)) throw damaged('its keys are of another site')
}
