import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@crosspanel/deploy/embedded-postgres'
import { writeSettings } from '@crosspanel/deploy/settings'
import { createSiteKeys } from '@crosspanel/node/peers/site-keys'
import { alternate } from '../alternate.ts'
import { residentMb } from '../process-cost.ts'
import type { BenchPorts, BenchRow, BenchSize, Measurement } from '../row.ts'
import { type Spawned, spawnUntilReady } from '../spawned.ts'

const PROGRAM = fileURLToPath(new URL('../../../../deploy/bin/crosspanel', import.meta.url))
const SITE = 'site:lund'
/** How long a process is left alone before its memory is looked at. */
const SETTLE_MS = { smoke: 3_000, full: 60_000 } as const

type Start = () => Promise<Spawned>

export const row: BenchRow = {
  id: 'B13',
  title: 'from nothing to ready, and memory at rest, beside an empty Node server',
  async run(size, ports) {
    const sides = { ours: await ourStart(ports), bare: await bareStart() }
    return [await measureStart(size, ports, sides), await measureRest(size, ports, sides)]
  },
}

/** `crosspanel node start` over a database with all migrations and a Redis, as a site has them. */
async function ourStart(ports: BenchPorts): Promise<Start> {
  const dir = join(ports.dir, 'node')
  await mkdir(dir, { recursive: true })
  await createSiteKeys(join(dir, 'keys'), SITE)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await writeSettings(dir, { site: SITE, site_name: 'Lund', port, url, disk_floor_bytes: 0 })
  const environment = {
    DATABASE_URL: await ports.openDatabase('node'),
    REDIS_URL: ports.redisUrl,
    NODE_ENV: 'production',
  }
  const args = ['node', 'start', '--dir', dir]
  return () => spawnUntilReady(PROGRAM, args, `${url}/readyz`, environment)
}

async function bareStart(): Promise<Start> {
  const port = await freePort()
  const script = `require('node:http').createServer((_, response) => response.end('ok')).listen(${port}, '127.0.0.1')`
  return () => spawnUntilReady(process.execPath, ['-e', script], `http://127.0.0.1:${port}/`)
}

interface Sides {
  readonly ours: Start
  readonly bare: Start
}

async function measureStart(
  size: BenchSize,
  ports: BenchPorts,
  { ours, bare }: Sides,
): Promise<Measurement> {
  ports.say('start until /readyz answers 200')
  const timeOf = (start: Start) => async () => {
    await using started = await start()
    return started.readyS
  }
  const figures = await alternate(size, { ours: timeOf(ours), bare: timeOf(bare) })
  return {
    what: 'start of the process until /readyz answers 200',
    unit: 's',
    better: 'lower',
    ours: figures.ours,
    peer: { name: 'a bare node:http server until it answers', values: figures.bare },
    goal: {
      words: 'at most 3 times a bare start',
      isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 3,
    },
  }
}

async function measureRest(size: BenchSize, ports: BenchPorts, sides: Sides): Promise<Measurement> {
  ports.say(`memory after ${SETTLE_MS[size] / 1000} s at rest`)
  await using ours = await sides.ours()
  await using bare = await sides.bare()
  await delay(SETTLE_MS[size])
  return {
    what: 'resident memory at rest, API and worker together',
    unit: 'MB',
    better: 'lower',
    ours: [residentMb(ours.pid)],
    peer: { name: 'a bare node:http server', values: [residentMb(bare.pid)] },
    goal: { words: 'at most 150 MB', isReached: (summary) => summary.ours <= 150 },
    facts: { 'rest, s': SETTLE_MS[size] / 1000 },
  }
}
