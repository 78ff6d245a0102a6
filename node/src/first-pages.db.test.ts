import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { fillJobs, JOBS_PER_ACCOUNT } from '../../test/src/bench/fill-jobs.ts'
import { openFilledSessions, openSession } from '../../test/src/bench/our-node.ts'
import { createQueryCounter } from '../../test/src/count-queries.ts'
import { cloneDatabase } from '../../test/src/postgres.ts'
import { readConfig } from './config.ts'
import { createSiteKeys } from './peers/site-keys.ts'
import { type RunningNode, startNode } from './start.ts'

const counter = createQueryCounter()
let stack: AsyncDisposableStack
let node: RunningNode
let researcher: string
let stranger: string
let admin: string

beforeAll(async () => {
  await using building = new AsyncDisposableStack()
  const { url } = building.use(await cloneDatabase('node'))
  await fillJobs(url, JOBS_PER_ACCOUNT)
  const dataDir = await mkdtemp(join(tmpdir(), 'crosspanel-pages-'))
  building.defer(() => rm(dataDir, { recursive: true, force: true }))
  await createSiteKeys(join(dataDir, 'keys'), 'site:lund')
  const { config, secrets } = readConfig({
    CROSSPANEL_SITE: 'site:lund',
    CROSSPANEL_SITE_NAME: 'Lund',
    CROSSPANEL_DATA_DIR: dataDir,
    CROSSPANEL_PORT: String(await freePort()),
    CROSSPANEL_DISK_FLOOR_BYTES: '0',
    CROSSPANEL_LOG_LEVEL: 'silent',
    DATABASE_URL: url,
    REDIS_URL: inject('redisUrl'),
  })
  const log = pino({ level: 'silent' })
  node = building.use(await startNode(config, secrets, { log, onQuery: counter.onQuery }))
  researcher = (await openFilledSessions(url, 1))[0]?.token ?? ''
  stranger = (await openSession(url)).token
  admin = (await openSession(url, 'site-admin')).token
  stack = building.move()
})
afterAll(() => stack.disposeAsync())

/** The statements of one request, without the one that looks the session up. */
async function queriesOf(path: string, token: string): Promise<readonly string[]> {
  const request = new Request(`${node.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { result, queries } = await counter.countQueries(async () => node.fetch(request))
  await result.text()
  expect(result.status).toBe(200)
  const [session, ...rest] = queries
  expect(session).toContain('from "sessions"')
  return rest
}

const LIST = `/jobs?limit=100&state=completed&since=${new Date(0).toISOString()}`

describe('a page asks the database', () => {
  it.each([
    [LIST, 1],
    ['/me', 1],
  ])('as often whether the account has jobs or none: %s, %i times', async (path, times) => {
    const many = await queriesOf(path, researcher)
    const none = await queriesOf(path, stranger)

    expect(many).toHaveLength(times)
    // Those that are asked at once come in any order.
    expect(none.toSorted()).toEqual(many.toSorted())
  })

  it.each([
    ['/admin/jobs?limit=100&state=completed', 1],
    ['/admin/statistics', 4],
    ['/accounts?limit=100', 1],
  ])('for an administrator: %s, %i times', async (path, times) => {
    expect(await queriesOf(path, admin)).toHaveLength(times)
  })

  it.each(['/dashboard', '/admin/statistics'])('no row of jobs to count them: %s', async (path) => {
    const queries = await queriesOf(path, admin)

    expect(queries.filter((text) => /count\(.*from "(jobs|runs)"/.test(text))).toEqual([])
  })
})
