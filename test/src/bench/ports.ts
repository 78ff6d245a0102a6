import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEmbeddedPostgres } from '@crosspanel/deploy/embedded-postgres'
import { hasRedisServer, openPrivateRedis } from '@crosspanel/deploy/private-redis'
import { type BenchDatabases, createDatabases } from './databases.ts'
import type { Ready } from './ready.ts'
import type { BenchPorts, Forked } from './row.ts'

const STOP_DEADLINE_MS = 10_000

/**
 * A Postgres and a Redis for the benchmarks alone. Postgres is as durable as a site's own, with the
 * memory of a small server, since a million jobs in the default's 32 MB would measure the disk. What is
 * in a directory that is given stays.
 */
export async function openServers(keptDir?: string): Promise<BenchServers> {
  await using stack = new AsyncDisposableStack()
  const dir = keptDir ?? (await mkdtemp(join(tmpdir(), 'crosspanel-bench-')))
  if (keptDir === undefined) stack.defer(() => rm(dir, { recursive: true, force: true }))
  const settings = { shared_buffers: '256MB', max_wal_size: '4GB', max_connections: '200' }
  const postgres = stack.use(await openEmbeddedPostgres(join(dir, 'postgres'), settings))
  if (!hasRedisServer()) throw new Error('needs redis-server: `apt-get install redis-server`')
  const redis = stack.use(await openPrivateRedis(join(dir, 'redis')))
  const owned = stack.move()
  return {
    dir,
    databases: createDatabases(postgres.adminUrl, say),
    redisUrl: redis.url,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export interface BenchServers extends AsyncDisposable {
  readonly dir: string
  readonly redisUrl: string
  readonly databases: BenchDatabases
}

function say(line: string): void {
  process.stderr.write(`  ${line}\n`)
}

/** What one row gets; `stack` holds what has to end with it. */
export async function openPorts(
  { dir, databases, redisUrl }: BenchServers,
  stack: AsyncDisposableStack,
): Promise<BenchPorts> {
  const own = await mkdtemp(join(dir, 'row-'))
  stack.defer(() => rm(own, { recursive: true, force: true }))
  const forked: Forked[] = []
  stack.defer(async () => {
    await Promise.all(forked.map((each) => each[Symbol.asyncDispose]()))
  })
  return {
    dir: own,
    redisUrl,
    openDatabase: databases.open,
    openFilled: databases.openFilled,
    async fork(module, environment = {}) {
      const started = await forkModule(module, environment)
      forked.push(started)
      return started
    },
    say,
  }
}

async function forkModule(
  module: URL,
  environment: Readonly<Record<string, string>>,
): Promise<Forked> {
  const child = fork(fileURLToPath(module), { env: { ...process.env, ...environment } })
  const ready = Promise.race([once(child, 'message'), diesEarly(child, module)])
  const [{ url }] = (await ready) as [Ready]
  return {
    url,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: () => stop(child),
  }
}

async function diesEarly(child: ChildProcess, module: URL): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null]
  throw new Error(`${module.pathname.split('/').at(-1)} ended with code ${String(code)}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
  await ended
  clearTimeout(timer)
}
