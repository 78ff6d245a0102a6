import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listMigrations, MIGRATIONS_DIR, migrateNode } from '@crosspanel/node/db'
import { nodeCiphers } from '@crosspanel/node/files/crypt4gh-node'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { writePublicKeyFile, writeSecretKeyFile } from '@crosspanel/protocol/crypt4gh/key-file'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectExactCounts } from '../../../test/src/counts.ts'
import { openJobsHarness } from '../../../test/src/jobs-harness.ts'
import { cloneDatabase, createEmptyDatabase } from '../../../test/src/postgres.ts'
import { readNodeHome } from '../node-home.ts'
import { writeSettings } from '../settings.ts'
import { createBackup, type CreateOptions } from './create.ts'
import { restoreBackup } from './restore.ts'
import { chooseRecipient } from './secrets.ts'
import { verifyBackup } from './verify.ts'

const say = () => undefined
const PANEL_FILES = { 'chr20.m3vcf.gz': 'haplotypes', 'maps/chr20.gmap.gz': 'a map' }

let stack: AsyncDisposableStack
let root = ''
let dir = ''

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  root = await mkdtemp(join(tmpdir(), 'crosspanel-backup-'))
  stack.defer(() => rm(root, { recursive: true, force: true }))
  stack.defer(() => void vi.unstubAllEnvs())
  dir = join(root, 'node')
  await createSiteKeys(join(dir, 'keys'), 'site:lund')
})
afterEach(() => stack.disposeAsync())

/** The directory of a node that does not run, on the database. */
async function homeOn(databaseUrl: string) {
  // An earlier restore's database would go before the settings.
  vi.unstubAllEnvs()
  await rm(join(dir, 'settings.toml'), { force: true })
  await writeSettings(dir, { site: 'site:lund', data_dir: dir, database_url: databaseUrl })
  return readNodeHome(dir)
}

function connect(url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  stack.defer(() => sql.end())
  return sql
}

async function contentOf(sql: postgres.Sql, table: string): Promise<string[]> {
  const rows = await sql.unsafe<{ row: string }[]>(
    `select to_jsonb(t)::text as row from ${table} t`,
  )
  return rows.map(({ row }) => row).toSorted()
}

async function keyPair(name: string): Promise<{ publicFile: string; secretFile: string }> {
  const secretKey = nodeCiphers.randomBytes(32)
  const files = { publicFile: join(root, `${name}.pub`), secretFile: join(root, `${name}.sec`) }
  await writeFile(files.publicFile, writePublicKeyFile(publicKeyOf(secretKey, nodeCiphers)))
  await writeFile(files.secretFile, await writeSecretKeyFile(secretKey, undefined, nodeCiphers))
  return files
}

async function backUp(databaseUrl: string, more: Partial<CreateOptions> = {}) {
  return createBackup(await homeOn(databaseUrl), {
    ...{ to: join(root, 'backups'), withFiles: true, withPanels: false, recipient: undefined, say },
    ...more,
  })
}

/** Restores over the node, on a new database, and returns a connection to it. */
async function restore(path: string, options: { keyFile?: string } = {}): Promise<postgres.Sql> {
  const elsewhere = stack.use(await cloneDatabase('node'))
  vi.stubEnv('DATABASE_URL', elsewhere.url)
  await restoreBackup(path, { to: dir, say, ...options })
  return connect(elsewhere.url)
}

describe('a backup of an older version', () => {
  it('is restored at its own schema and brought to this version’s', async () => {
    const old = stack.use(await createEmptyDatabase())
    await migrateAllBut(old.url, 5)
    const sql = connect(old.url)
    await sql`
      insert into accounts (id, email, name, role, password_hash, created_at)
      values (gen_random_uuid(), 'ada@lund.example', 'Ada', 'researcher', 'none', now())`
    const { path, manifest } = await backUp(old.url)

    const { rows } = await verifyBackup(path, { say })
    const restored = await restore(path)

    expect(manifest.database.migrations).toHaveLength(listMigrations().length - 5)
    expect(rows).toBeGreaterThan(0)
    expect(await restored`select email from accounts`).toEqual([{ email: 'ada@lund.example' }])
    const applied = await restored`select hash from drizzle.__drizzle_migrations`
    expect(applied).toHaveLength(listMigrations().length)
  })
})

describe('a backup of a node with jobs', () => {
  it('brings them back with their history, runs and counts', async () => {
    const harness = stack.use(await openJobsHarness())
    const alice = await harness.addAccount()
    const { id } = await harness.submit(alice)
    await harness.settle()
    const unfinished = await harness.submit(alice)

    for (const [site, table, events] of [
      [harness.home, 'jobs', 'job_events'],
      [harness.host, 'runs', 'run_events'],
    ] as const) {
      const before = await contentOf(site.sql, table)
      const history = await contentOf(site.sql, events)
      const { path } = await backUp(site.url)
      await verifyBackup(path, { say })
      const restored = await restore(path)

      expect(await contentOf(restored, table)).toEqual(before)
      expect(await contentOf(restored, events)).toEqual(history)
      expect(
        before.filter((row) => row.includes(site === harness.home ? unfinished.id : id)),
      ).toHaveLength(1)
      expect(history.length).toBeGreaterThan(before.length)
      await expectExactCounts(restored)
    }
  })
})

describe('a backup with panels', () => {
  it('has their files, and puts them back; one without only describes them', async () => {
    const database = stack.use(await cloneDatabase('node'))
    await addPanel(connect(database.url))

    const { path, manifest } = await backUp(database.url, { withPanels: true })
    const without = await backUp(database.url)
    await rm(join(dir, 'panels'), { recursive: true })
    await restore(path)

    for (const [name, content] of Object.entries(PANEL_FILES)) {
      expect(await readFile(join(dir, 'panels/h3africa', name), 'utf8')).toBe(content)
    }
    expect(manifest.panels.described).toMatchObject([{ panelId: 'site:lund/h3africa' }])
    expect(without.manifest.panels).toMatchObject({ described: [{ dir: 'panels/h3africa' }] })
    expect(without.manifest.panels.parts).toEqual([])
  })
})

describe('a backup for a public key', () => {
  it('opens with its secret key alone, without any passphrase', async () => {
    const database = stack.use(await cloneDatabase('node'))
    const [ours, another] = [await keyPair('ours'), await keyPair('another')]
    const recipient = await chooseRecipient({ recipient: ours.publicFile })
    const { path } = await backUp(database.url, { recipient })
    const signKey = await readFile(join(dir, 'keys/sign.jwk.json'), 'utf8')

    const opened = await verifyBackup(path, { keyFile: ours.secretFile, say })
    const wrong: unknown = await verifyBackup(path, { keyFile: another.secretFile, say }).catch(
      (error: unknown) => error,
    )
    await rm(dir, { recursive: true })
    await restore(path, { keyFile: ours.secretFile })

    expect(opened.areKeysOpened).toBe(true)
    expect(wrong instanceof CliError && wrong.exitCode).toBe(EXIT.notPermitted)
    expect(await readFile(join(dir, 'keys/sign.jwk.json'), 'utf8')).toBe(signKey)
  })
})

async function addPanel(sql: postgres.Sql): Promise<void> {
  for (const [name, content] of Object.entries(PANEL_FILES)) {
    await mkdir(join(dir, 'panels/h3africa', name, '..'), { recursive: true })
    await writeFile(join(dir, 'panels/h3africa', name), content)
  }
  await sql`
    insert into panels (id, version, title, build, samples, populations, chromosomes, genetic_maps,
      access, min_samples, max_samples, max_allele_switches, digest, dir, state, created_at)
    values ('site:lund/h3africa', '6', 'H3Africa', 'GRCh37', 300, '[]', '[]', '{}', '[]', 20, 100, 100,
      ${'a'.repeat(64)}, 'panels/h3africa', 'published', now())`
}

/** As a version left it that had so many migrations fewer. */
async function migrateAllBut(url: string, fewer: number): Promise<void> {
  const folder = join(root, 'migrations')
  await cp(MIGRATIONS_DIR, folder, { recursive: true })
  const file = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: unknown[] }
  const entries = journal.entries.slice(0, -fewer)
  await writeFile(file, JSON.stringify({ ...journal, entries }))
  await migrateNode(url, folder)
}
