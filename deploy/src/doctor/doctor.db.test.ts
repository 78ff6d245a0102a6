import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { openS3Server } from '../../../test/src/s3-server.ts'
import { type NodeHome, readNodeHome } from '../node-home.ts'
import { writeSettings } from '../settings.ts'
import { type Check, type CheckResult, runChecks } from './check.ts'
import { CHECKS, examine } from './command.ts'

const CHECK_TABLE = new URL('../../../docs/operations.md', import.meta.url)

let stack: AsyncDisposableStack
let home: NodeHome
let sql: postgres.Sql

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-doctor-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const database = stack.use(await cloneDatabase('node'))
  sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  stack.defer(() => sql.end())
  await createSiteKeys(join(dir, 'keys'), 'site:lund')
  await writeSettings(dir, {
    site: 'site:lund',
    site_name: 'Lund',
    database_url: database.url,
    disk_floor_bytes: 0,
  })
  home = await readNodeHome(dir)
})
afterEach(() => stack.disposeAsync())

async function look(id: string, isMending = false): Promise<CheckResult> {
  const checks = CHECKS.filter((check) => check.id === id)
  const [result] = await examine(home, checks, isMending)
  if (result === undefined) throw new Error(`no check ${id}`)
  return result
}

describe('the doctor', () => {
  it('says a state and evidence for every check, and a fix for each that is not well', async () => {
    const results = await examine(home, CHECKS, false)

    expect(results.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id))
    const states = Object.fromEntries(results.map(({ id, state }) => [id, state]))
    expect(states).toMatchObject({
      settings: 'ok',
      permissions: 'ok',
      keys: 'ok',
      fsync: 'ok',
      postgres: 'ok',
      migrations: 'ok',
      'postgres-exposed': 'ok',
      'postgres-trust': 'ok',
      collation: 'ok',
      wraparound: 'ok',
      worker: 'warn',
      backup: 'warn',
    })
    for (const { state, evidence, fix } of results) {
      expect(evidence).not.toBe('')
      if (state === 'warn') expect(fix).toBeTruthy()
    }
  })

  it('changes a mode that is too open with --fix alone', async () => {
    const key = join(home.dataDir, 'keys', 'sign.jwk.json')
    await chmod(key, 0o644)

    const seen = await look('permissions')
    expect(seen).toMatchObject({ state: 'fail', fix: 'crosspanel doctor --fix' })
    expect((await stat(key)).mode & 0o777).toBe(0o644)

    expect(await look('permissions', true)).toMatchObject({ state: 'ok' })
    expect((await stat(key)).mode & 0o777).toBe(0o600)
  })

  it('sees a worker that is gone and messages that do not get out', async () => {
    await sql`insert into workers (name, seen_at) values ('w/1', now() - interval '1 hour')`
    await sql`
      insert into outbox (mid, to_site, type, job, epoch, jws, lane, created_at) values (
        gen_random_uuid(), 'site:ulm', 'job.offer', gen_random_uuid(), 1, 'x', 'control', now() - interval '1 day')`

    expect(await look('worker')).toMatchObject({ state: 'warn' })
    expect(await look('outbox')).toMatchObject({ state: 'warn', fix: 'crosspanel netcheck' })
  })

  it('fails what asks a database that is away, and still does the rest', async () => {
    home = {
      ...home,
      settings: { ...home.settings, DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' },
    }

    const results = await examine(home, CHECKS, false)

    const of = (id: string) => results.find((result) => result.id === id)
    expect(of('postgres')).toMatchObject({
      state: 'fail',
      evidence: 'the database lets nobody in: ECONNREFUSED',
      fix: expect.stringContaining('DATABASE_URL') as string,
    })
    expect(of('worker')).toMatchObject({
      state: 'skipped',
      evidence: 'the database is not reached: see postgres',
    })
    expect(of('keys')).toMatchObject({ state: 'ok' })
    expect(JSON.stringify(results)).not.toContain('secret')
  })

  it('says of what is lost how it comes back, and makes nothing in its place', async () => {
    await sql.unsafe('drop schema public cascade; drop schema drizzle cascade')
    await rm(join(home.dataDir, 'keys'), { recursive: true })
    const restore = expect.stringContaining('crosspanel backup restore BACKUP') as string

    expect(await look('migrations')).toMatchObject({ state: 'fail', fix: restore })
    expect(await look('outbox')).toMatchObject({ state: 'skipped' })
    expect(await look('keys')).toMatchObject({ state: 'fail', fix: restore })
    home = { ...home, settings: { ...home.settings, DATABASE_URL: undefined } }
    expect(await look('postgres')).toMatchObject({ state: 'fail', fix: restore })
    await expect(stat(join(home.dir, 'postgres'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('looks for the latest files where the settings say that they are', async () => {
    const s3 = stack.use(await openS3Server())
    expect(await look('blob-store')).toMatchObject({ state: 'ok' })

    const { endpoint, bucket, accessKeyId } = s3.config
    const settings = {
      ...home.settings,
      CROSSPANEL_BLOB_STORE: 's3',
      CROSSPANEL_S3_ENDPOINT: endpoint,
      CROSSPANEL_S3_BUCKET: bucket,
      CROSSPANEL_S3_ACCESS_KEY_ID: accessKeyId,
    }
    home = { ...home, settings }
    const incomplete = expect.stringContaining('CROSSPANEL_S3_SECRET_ACCESS_KEY') as string
    expect(await look('settings')).toMatchObject({ state: 'fail', evidence: incomplete })

    const whole = { ...settings, CROSSPANEL_S3_SECRET_ACCESS_KEY: s3.config.secretAccessKey }
    home = { ...home, settings: { ...whole, CROSSPANEL_S3_ACCESS_KEY_ID: 'nobody' } }
    const refused = expect.stringContaining('403 InvalidAccessKeyId') as string
    expect(await look('blob-store')).toMatchObject({ state: 'fail', evidence: refused })

    home = { ...home, settings: whole }
    expect(await look('blob-store')).toMatchObject({ state: 'ok' })

    // Of a node that was moved to the bucket without its files.
    await sql`
      insert into files (id, kind, name, state, "encryptedFor", "jobId", "jobEpoch", "offset", size, sha256,
        "blobId", header, "createdAt", "completedAt", "verifiedAt")
      values (gen_random_uuid(), 'result', 'chr1.info.gz', 'complete', 'site', gen_random_uuid(), 1, 0, 1,
        repeat('0', 64), gen_random_uuid(), '\\x00', now(), now(), now())`
    const moved = await look('blob-store')
    expect(moved.evidence).toMatch(/^1 of the latest 1 files are not in the bucket/)
    expect(moved.fix).toContain('crosspanel files scrub')

    // Of one that has used another store, whatever its files are.
    await sql`insert into blob_store_state ("storeId", "markedAt") values (gen_random_uuid(), now())`
    const another = await look('blob-store')
    expect(another).toMatchObject({
      state: 'fail',
      evidence: expect.stringContaining('no store-id') as string,
    })
  })

  it('sends whoever does not reach the registry to netcheck', async () => {
    const settings = { ...home.settings, CROSSPANEL_REGISTRY_URL: 'http://127.0.0.1:1' }
    home = { ...home, settings }

    expect(await look('registry')).toMatchObject({ state: 'fail', fix: 'crosspanel netcheck' })
    expect(await look('clock')).toMatchObject({ state: 'skipped' })
  })

  it('gives up on a check that hangs, and shows the others', async () => {
    const hangs: Check = { id: 'hangs', about: 'nothing', look: () => new Promise(() => undefined) }
    const well: Check = {
      id: 'well',
      about: 'nothing',
      look: () => Promise.resolve({ state: 'ok', evidence: 'well' }),
    }

    const results = await runChecks(
      [hangs, well],
      { home, sql: () => Promise.resolve(sql) },
      { deadlineMs: 20 },
    )

    expect(results.map(({ state }) => state)).toEqual(['fail', 'ok'])
  })

  it('is documented check by check', async () => {
    const docs = await readFile(CHECK_TABLE, 'utf8')

    const missing = CHECKS.filter(
      ({ id, about }) => !docs.includes(`\`${id}\``) || !docs.includes(about),
    )

    expect(missing).toEqual([])
  })
})
