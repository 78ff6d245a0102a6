import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  ensureDatabase,
  freePort,
  openEmbeddedPostgres,
} from '@crosspanel/deploy/embedded-postgres'
import { openPrivateRedis } from '@crosspanel/deploy/private-redis'
import { migrateNode } from '@crosspanel/node/db'
import { Redis } from 'ioredis'

export interface FaultyPostgres extends AsyncDisposable {
  /** Makes a database with the node's schema. */
  makeDatabase(name: string): Promise<string>
  /** Kills every process of the server at once, as a machine without memory does. */
  kill(): Promise<void>
  /** Starts it again, on the same data and the same port. */
  start(): Promise<void>
  /** It takes connections from then on and answers nothing. */
  pause(): Promise<void>
  resume(): Promise<void>
}

/** A Postgres of the test's own. What it has committed outlives the death of its processes. */
export async function openFaultyPostgres(): Promise<FaultyPostgres> {
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-faults-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  // The machine stays up, so what was handed to it is safe without fsync.
  const settings = { port: String(await freePort()), fsync: 'off', full_page_writes: 'off' }
  let server = await openEmbeddedPostgres(dir, settings)
  stack.defer(() => server[Symbol.asyncDispose]())

  async function signal(name: NodeJS.Signals): Promise<readonly number[]> {
    const pids = await processesOf(join(dir, 'data'))
    for (const pid of pids) {
      try {
        process.kill(pid, name)
      } catch (error) {
        // One that had just ended.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
    return pids
  }

  stack.defer(async () => {
    await signal('SIGCONT')
  })
  const owned = stack.move()
  return {
    async makeDatabase(name) {
      const url = await ensureDatabase(server.adminUrl, name)
      await migrateNode(url)
      return url
    },
    async kill() {
      const pids = await signal('SIGKILL')
      for (const pid of pids) while (await lives(pid)) await pause(10)
    },
    async start() {
      server = await openEmbeddedPostgres(dir, settings)
    },
    pause: async () => {
      await signal('SIGSTOP')
    },
    resume: async () => {
      await signal('SIGCONT')
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The server and its children, which have process groups of their own. */
async function processesOf(dataDir: string): Promise<readonly number[]> {
  const [first = ''] = (
    await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
  ).split('\n')
  if (first === '') return []
  const children = await readFile(`/proc/${first}/task/${first}/children`, 'utf8').catch(() => '')
  return [first, ...children.split(' ')].map(Number).filter((pid) => pid > 0)
}

/** A dead process whose parent has not asked for it yet counts as dead. */
async function lives(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return status !== '' && !/\) [ZX] /.test(status)
}

export interface FaultyRedis extends AsyncDisposable {
  readonly url: string
  flush(): Promise<void>
  stop(): Promise<void>
  start(): Promise<void>
}

/** A Redis of the test's own, which forgets all when it is stopped. */
export async function openFaultyRedis(): Promise<FaultyRedis> {
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-redis-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  let server = await openPrivateRedis(dir)
  stack.defer(() => server[Symbol.asyncDispose]())
  const { url } = server
  const owned = stack.move()
  return {
    url,
    async flush() {
      const redis = new Redis(url)
      await redis.flushall()
      redis.disconnect()
    },
    stop: async () => server[Symbol.asyncDispose](),
    async start() {
      server = await openPrivateRedis(dir)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
