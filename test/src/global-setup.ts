import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureDatabase, openEmbeddedPostgres } from '@crosspanel/deploy/embedded-postgres'
import { hasRedisServer, openPrivateRedis } from '@crosspanel/deploy/private-redis'
import { migrateNode } from '@crosspanel/node/db'
import { migrateRegistry } from '@crosspanel/registry/db'
import type { TestProject } from 'vitest/node'
import { TEMPLATES } from './postgres.ts'

const IN_MEMORY = '/dev/shm'
/** Some hundred databases live at once at most, of 10 MB each, beside a gigabyte of write-ahead log. */
const ROOM_BYTES = 4 * 1024 ** 3

/** One Postgres and one Redis for the whole test run, with a migrated template database for each kind of server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(await quickest(), 'crosspanel-test-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const server = stack.use(
    await openEmbeddedPostgres(dir, {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
    }),
  )
  if (!hasRedisServer())
    throw new Error('the tests need redis-server: `apt-get install redis-server`')
  const redis = stack.use(await openPrivateRedis(join(dir, 'redis')))
  await migrateNode(await ensureDatabase(server.adminUrl, TEMPLATES.node))
  await migrateRegistry(await ensureDatabase(server.adminUrl, TEMPLATES.registry))
  project.provide('postgresUrl', server.adminUrl)
  project.provide('redisUrl', redis.url)
  const owned = stack.move()
  return () => owned.disposeAsync()
}

/** In memory, where that has room: databases are made and dropped for most tests, which a disk is slow at. */
async function quickest(): Promise<string> {
  const memory = await statfs(IN_MEMORY).catch(() => undefined)
  return memory !== undefined && memory.bavail * memory.bsize > ROOM_BYTES ? IN_MEMORY : tmpdir()
}
