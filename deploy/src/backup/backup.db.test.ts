import { randomBytes, randomUUID } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { NodeEnvironment, readConfig } from '@crosspanel/node/config'
import { createSiteKeys, readSiteKeys } from '@crosspanel/node/peers/site-keys'
import { type RunningNode, startNode } from '@crosspanel/node/start'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { pino } from 'pino'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { readNodeHome } from '../node-home.ts'
import { readSettings, writeSettings } from '../settings.ts'
import { createBackup, type MadeBackup } from './create.ts'
import { listBackups } from './list.ts'
import { restoreBackup } from './restore.ts'
import { chooseRecipient } from './secrets.ts'
import { verifyBackup } from './verify.ts'

const PASSWORD = 'correct horse battery staple'
const EMAIL = 'ada@lund.example'
const say = () => undefined

let stack: AsyncDisposableStack
let root = ''
let dir = ''
let passphraseFile = ''
let running: RunningNode | undefined

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  root = await mkdtemp(join(tmpdir(), 'crosspanel-backup-'))
  stack.defer(() => rm(root, { recursive: true, force: true }))
  const database = stack.use(await cloneDatabase('node'))
  stack.defer(async () => running?.[Symbol.asyncDispose]())
  stack.defer(() => void vi.unstubAllEnvs())
  dir = join(root, 'node')
  passphraseFile = join(root, 'passphrase')
  await writeFile(passphraseFile, 'a passphrase that is kept elsewhere\n')
  await createSiteKeys(join(dir, 'keys'), 'site:lund')
  const port = await freePort()
  await writeSettings(dir, {
    site: 'site:lund',
    site_name: 'Lund',
    data_dir: dir,
    database_url: database.url,
    port,
    url: `http://127.0.0.1:${port}`,
    worker: false,
    disk_floor_bytes: 0,
  })
  await start(dir)
})
afterEach(() => stack.disposeAsync())

async function start(of: string): Promise<RunningNode> {
  const settings = await readSettings(of, NodeEnvironment, process.env)
  const { config, secrets } = readConfig({ CROSSPANEL_DATA_DIR: of, ...settings })
  running = await startNode(config, secrets, { log: pino({ level: 'silent' }) })
  return running
}

async function stop(): Promise<void> {
  await running?.[Symbol.asyncDispose]()
  running = undefined
}

function requireRunning(): RunningNode {
  if (running === undefined) throw new Error('the node does not run')
  return running
}

async function logIn(): Promise<string> {
  const { token } = await requireRunning().context.users.logIn(
    { email: EMAIL, password: PASSWORD, kind: 'command-line' },
    '127.0.0.1',
  )
  return token
}

/** A person who has logged in, and one file of theirs. */
async function populate(content: Uint8Array): Promise<{ token: string; fileId: string }> {
  const { users } = requireRunning().context
  const { token: link } = await users.makeSetUpLink({ email: EMAIL, role: 'researcher' })
  await users.setUp({ token: link, name: 'Ada', password: PASSWORD })
  const token = await logIn()
  return { token, fileId: await upload(token, content, content.length) }
}

async function upload(token: string, content: Uint8Array, length: number): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  const { url } = requireRunning()
  const name = Buffer.from('study.vcf.gz').toString('base64')
  const created = await fetch(`${url}/api/v1/uploads`, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(length), 'upload-metadata': `filename ${name}` },
  })
  const location = created.headers.get('location') ?? ''
  await fetch(new URL(location, url), {
    method: 'PATCH',
    headers: {
      ...headers,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(content),
  })
  return location.split('/').at(-1) ?? ''
}

function download(token: string, fileId: string): Promise<Response> {
  return fetch(`${requireRunning().url}/api/v1/files/${fileId}/content`, {
    headers: { authorization: `Bearer ${token}` },
  })
}

async function backUp(): Promise<MadeBackup> {
  return createBackup(await readNodeHome(dir), {
    to: join(root, 'backups'),
    withFiles: true,
    withPanels: false,
    recipient: await chooseRecipient({ passphraseFile }),
    say,
  })
}

async function restoreElsewhere(path: string): Promise<string> {
  const elsewhere = stack.use(await cloneDatabase('node'))
  // A node that is started over it stops while it is still there.
  stack.defer(stop)
  vi.stubEnv('DATABASE_URL', elsewhere.url)
  const to = join(root, 'restored')
  await restoreBackup(path, { to, passphraseFile, say })
  return to
}

const DAMAGES: readonly ((path: string) => Promise<void>)[] = [
  (path) => truncate(join(path, 'database/accounts.copy.gz'), 20),
  (path) => rm(join(path, 'database/files.copy.gz')),
  async (path) => {
    const file = join(path, 'secrets.c4gh')
    const bytes = await readFile(file)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    await writeFile(file, bytes)
  },
  async (path) => {
    const file = join(path, 'manifest.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"rows": \d+/, '"rows": 77'))
  },
]

async function codeOf(work: Promise<unknown>): Promise<number | undefined> {
  const error: unknown = await work.catch((caught: unknown) => caught)
  return error instanceof CliError ? error.exitCode : undefined
}

describe('a backup of a node', () => {
  it('brings the node back in a new place after everything is lost', async () => {
    const content = randomBytes(150_000)
    const { token, fileId } = await populate(content)
    const { token: openLink } = await requireRunning().context.users.makeSetUpLink({
      email: 'grace@lund.example',
      role: 'researcher',
    })
    const unfinished = await upload(token, content.subarray(0, 70_000), content.length)
    const { signKid } = await readSiteKeys(join(dir, 'keys'))

    const { path } = await backUp()
    await stop()
    await rm(dir, { recursive: true })
    const to = await restoreElsewhere(path)
    await start(to)

    expect((await readSiteKeys(join(to, 'keys'))).signKid).toBe(signKid)
    const fresh = await logIn()
    const answer = await download(fresh, fileId)
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
    // What could be used once, or was logged out since, is good for nothing.
    expect((await download(token, fileId)).status).toBe(401)
    const { users } = requireRunning().context
    const used = users.setUp({ token: openLink, name: 'Grace', password: PASSWORD })
    await expect(used).rejects.toMatchObject({ name: 'DomainError' })
    expect((await download(fresh, unfinished)).status).toBe(404)
    expect((await stat(join(to, 'keys', 'sign.jwk.json'))).mode & 0o777).toBe(0o600)
  })

  it('numbers new audit rows after the old ones and keeps them append-only', async () => {
    await populate(randomBytes(10))
    const { path, manifest } = await backUp()
    await stop()

    await restoreElsewhere(path)

    const sql = postgres(process.env['DATABASE_URL'] ?? '', { max: 1 })
    stack.defer(() => sql.end())
    const rows = await sql<{ action: string; object: string }[]>`
      select action, object from audit_entries order by seq`
    const said = manifest.database.tables.find(({ table }) => table === 'audit_entries')
    expect(rows).toHaveLength((said?.rows ?? 0) + 1)
    expect(rows.at(-1)).toEqual({ action: 'node.restored', object: `backup:${manifest.id}` })
    await expect(sql`update audit_entries set action = 'x'`).rejects.toThrow('only ever added')
    const left = await sql`select 1 from pg_namespace where nspname like 'replaced_%'`
    expect(left).toHaveLength(0)
  })

  it('is refused over a node that runs, and makes a restore point over one that does not', async () => {
    const { fileId } = await populate(randomBytes(100))
    const { path } = await backUp()

    expect(await codeOf(restoreBackup(path, { to: dir, passphraseFile, say }))).toBe(EXIT.failed)

    const later = randomBytes(1000)
    const laterId = await upload(await logIn(), later, later.length)
    await stop()
    const { restorePoint = '' } = await restoreBackup(path, { to: dir, passphraseFile, say })
    await start(dir)
    expect((await download(await logIn(), laterId)).status).toBe(404)
    expect((await download(await logIn(), fileId)).status).toBe(200)
    await stop()

    // The restore point is encrypted to the key of the backup that was restored.
    const keyFile = join(path, 'recovery.sec')
    await restoreBackup(restorePoint, { to: dir, keyFile, passphraseFile, say })
    await start(dir)
    const answer = await download(await logIn(), laterId)
    expect(Buffer.from(await answer.arrayBuffer()).equals(later)).toBe(true)
  })

  it('is put over a node that has lost database and keys, without a restore point', async () => {
    const { fileId } = await populate(randomBytes(100))
    const { path } = await backUp()
    await stop()
    const { DATABASE_URL = '' } = (await readNodeHome(dir)).settings
    const sql = postgres(DATABASE_URL, { max: 1, onnotice: () => undefined })
    await sql.unsafe('drop schema public cascade; drop schema drizzle cascade')
    await sql.end()
    await rm(join(dir, 'keys'), { recursive: true })

    const { restorePoint } = await restoreBackup(path, { to: dir, passphraseFile, say })

    expect(restorePoint).toBeUndefined()
    await start(dir)
    expect((await download(await logIn(), fileId)).status).toBe(200)
  })

  it('passes the restore test, with counts and invariants', async () => {
    await populate(randomBytes(100))
    const { path } = await backUp()

    const { rows, invariants, areKeysOpened } = await verifyBackup(path, { passphraseFile, say })

    expect(rows).toBeGreaterThan(2)
    expect(invariants.length).toBeGreaterThan(2)
    expect(areKeysOpened).toBe(true)
    expect((await listBackups(join(root, 'backups'))).map((found) => found.path)).toEqual([path])
  })

  it('holds no key, setting or plaintext outside of what is encrypted', async () => {
    const genotypes = Buffer.from('##fileformat=VCFv4.2 canary genotypes'.repeat(100))
    await populate(genotypes)
    const { d } = JSON.parse(await readFile(join(dir, 'keys', 'sign.jwk.json'), 'utf8')) as {
      d: string
    }

    const { path } = await backUp()

    const names = await readdir(path, { recursive: true, withFileTypes: true })
    for (const entry of names.filter((found) => found.isFile())) {
      const bytes = await readFile(join(entry.parentPath, entry.name))
      expect(bytes.includes(d)).toBe(false)
      expect(bytes.includes('canary genotypes')).toBe(false)
      expect(bytes.includes('database_url')).toBe(false)
      expect((await stat(join(entry.parentPath, entry.name))).mode & 0o077).toBe(0)
    }
  })

  it('is refused when a part or the manifest is cut, changed or gone', async () => {
    await populate(randomBytes(100))
    const { path } = await backUp()
    await stop()

    const codes = []
    for (const [index, damage] of DAMAGES.entries()) {
      const damaged = join(root, 'backups', `crosspanel-damaged-${index}`)
      await cp(path, damaged, { recursive: true })
      await damage(damaged)
      codes.push(await codeOf(verifyBackup(damaged, { say })))
      codes.push(await codeOf(restoreBackup(damaged, { to: dir, passphraseFile, say })))
    }

    expect(codes).toEqual(DAMAGES.flatMap(() => [EXIT.integrity, EXIT.integrity]))
  })

  it('leaves out files that are in an S3 store, and calls none of them missing', async () => {
    const { fileId } = await populate(randomBytes(100))
    const home = await readNodeHome(dir)
    const settings = { ...home.settings, CROSSPANEL_BLOB_STORE: 's3' }
    await rm(join(dir, 'blobs'), { recursive: true })

    const { path, manifest } = await createBackup(
      { ...home, settings },
      { to: join(root, 'backups'), withFiles: true, withPanels: false, recipient: undefined, say },
    )

    expect(fileId).not.toBe('')
    expect(manifest.blobs).toBeUndefined()
    const { invariants } = await verifyBackup(path, { say })
    expect(invariants.length).toBeGreaterThan(2)
  })

  it('opens with its own passphrase alone', async () => {
    const { path } = await backUp()
    const wrong = join(root, randomUUID())
    await writeFile(wrong, 'another passphrase')

    const opened = verifyBackup(path, { passphraseFile: wrong, say })

    expect(await codeOf(opened)).toBe(EXIT.notPermitted)
  })
})
