import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { createLogger } from '@crosspanel/node/logger'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { pino } from 'pino'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../test/src/postgres.ts'
import { type NodeHome, readNodeHome } from '../node-home.ts'
import { writeSettings } from '../settings.ts'
import { collectBugReport } from './collect.ts'
import { packReport } from './command.ts'

/** What must not be in the bundle, planted wherever it could come from. */
const CANARIES = {
  email: 'canary.person@hospital.example',
  person: 'Canaria Canarsdottir',
  token: 'xpt_cAnArYcAnArYcAnArYcAnArY0123456789',
  key: 'kEyCaNaRy0123456789kEyCaNaRy0123456789abcdefg',
  sample: 'NA-CANARY-00042',
  file: 'canary-cohort.chr20.vcf.gz',
  genotypes: '0|1 1|1 0/0:0.97',
  path: '/srv/canary-institute',
  host: 'canary-host.hospital.example',
}

let stack: AsyncDisposableStack
let dir: string
let home: NodeHome
let sql: postgres.Sql

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-bugreport-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const database = stack.use(await cloneDatabase('node'))
  sql = postgres(database.url, { max: 1 })
  stack.defer(() => sql.end())
  await createSiteKeys(join(dir, 'keys'), 'site:lund')
  await writeSettings(dir, {
    site: 'site:lund',
    site_name: CANARIES.person,
    organisation: CANARIES.sample,
    contact: CANARIES.email,
    url: `https://${CANARIES.host}/${CANARIES.file}`,
    registry_url: `http://user:${CANARIES.key}@127.0.0.1:1/`,
    redis_url: `redis://:${CANARIES.key}@127.0.0.1:1`,
    database_url: database.url,
    s3_secret_access_key: CANARIES.token,
    s3_bucket: CANARIES.host,
    host: CANARIES.path,
    port: 1,
    cores: 3,
    disk_floor_bytes: 0,
  })
  home = await readNodeHome(dir)
})
afterEach(() => stack.disposeAsync())

async function plantInDatabase(): Promise<void> {
  const everything = Object.values(CANARIES).join(' ')
  await sql`set session_replication_role = replica`
  await sql`insert into workers (name, seen_at) values (${everything}, now())`
  await sql`insert into peer_links (site_id, last_error) values (${everything}, ${everything})`
  await sql`insert into job_samples (job_id, position, sample_id)
    values (gen_random_uuid(), 0, ${CANARIES.sample})`
  await sql`
    insert into outbox (mid, to_site, type, job, epoch, jws, lane)
    values (gen_random_uuid(), ${everything}, ${everything}, gen_random_uuid(), 1, ${everything}, 'control')`
  await sql`
    insert into accounts (id, email, name, role, password_hash, created_at)
    values (gen_random_uuid(), ${CANARIES.email}, ${CANARIES.person}, 'researcher', ${CANARIES.key}, now())`
  await sql`
    insert into files (id, "accountId", kind, name, state, "encryptedFor", "offset", "declaredSize", "expiresAt",
      "blobId", header, "createdAt")
    values (gen_random_uuid(), (select id from accounts), 'upload', ${CANARIES.file}, 'receiving', 'site', 0, 10, now(),
      gen_random_uuid(), ${Buffer.from(CANARIES.genotypes)}, now())`
}

/** Lines of the node's own logger, with what nobody should ever have passed to it. */
async function writeLog(file: string): Promise<void> {
  const log = createLogger(
    { siteId: 'site:lund', logLevel: 'debug' },
    pino.destination({ dest: file, sync: true }),
  )
  log.warn({ peer: 'site:ulm' }, 'peer is out of reach')
  for (const canary of Object.values(CANARIES)) {
    log.info(
      { canary, route: `/${canary}`, method: canary, requestId: canary, module: canary },
      'request',
    )
    log.info(`handled ${canary}`)
    log.error({ err: Object.assign(new Error(canary), { code: canary, name: canary }) }, 'failed')
  }
  log.error({ err: new TypeError('x is not a function') }, 'loop failed')
  await appendFile(file, `${Object.values(CANARIES).join('\n')}\n`)
}

describe('a bug report', () => {
  it('holds no secret and nothing of people, samples and files', async () => {
    const logFile = join(dir, 'node.log')
    await plantInDatabase()
    await writeLog(logFile)

    const report = await collectBugReport(home, logFile)

    const text = (await promisify(gunzip)(await packReport(report))).toString('utf8')
    expect(Object.entries(CANARIES).filter(([, canary]) => text.includes(canary))).toEqual([])
    expect(text).not.toMatch(/canar/i)
    expect(text).not.toContain(dir)
    expect(text).not.toContain(home.settings['DATABASE_URL'])
  })

  it('has what helps: versions, settings that are numbers, findings, sizes, counts and log lines', async () => {
    const logFile = join(dir, 'node.log')
    await plantInDatabase()
    await writeLog(logFile)

    const { versions, settings, doctor, health, tables, queue, log } = await collectBugReport(
      home,
      logFile,
    )

    expect(versions.node).toBe(process.versions.node)
    expect(settings).toMatchObject({ CROSSPANEL_SITE: 'site:lund', CROSSPANEL_CORES: 3 })
    expect(settings).toMatchObject({ CROSSPANEL_CONTACT: 'set', DATABASE_URL: 'set' })
    expect(doctor).toContainEqual(expect.objectContaining({ id: 'migrations', state: 'ok' }))
    expect(health).toBe('not to be had')
    expect(tables).toContainEqual(expect.objectContaining({ table: 'outbox' }))
    expect(queue).toMatchObject({ outbox: { waiting: 1 }, workers: { workers: 1 } })
    expect(log?.lines[0]).toMatchObject({ level: 40, msg: 'peer is out of reach' })
    const failure = log?.lines.at(-1)
    expect(failure).toMatchObject({ msg: 'loop failed', err: { type: 'TypeError' } })
    expect(failure?.err?.frames[0]).toMatch(
      /^deploy\/src\/bugreport\/bugreport\.db\.test\.ts:\d+:\d+$/,
    )
    expect(log?.unreadable).toBe(Object.keys(CANARIES).length)
  })

  it('is made without the database too', async () => {
    const settings = { ...home.settings, DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/none' }
    await writeFile(join(dir, 'empty.log'), '')

    const report = await collectBugReport({ ...home, settings }, join(dir, 'empty.log'))

    expect(report).toMatchObject({ tables: 'not to be had', queue: 'not to be had' })
    expect(report.log).toEqual({ lines: [], unreadable: 0 })
  })
})
