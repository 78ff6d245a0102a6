import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { alternate } from '../alternate.ts'
import { openSession, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import { cpuSecondsOf, forgetPeak, peakResidentMb } from '../process-cost.ts'
import type { BenchPorts, BenchRow, BenchSize, Forked, Goal, Measurement } from '../row.ts'
import {
  ourClient,
  pipeClient,
  sha256OfPlan,
  tusPeerClient,
  type UploadClient,
  type UploadPlan,
} from '../upload-client.ts'

const MIB = 1024 ** 2
const TOTAL_BYTES = { smoke: 16 * MIB, full: 2048 * MIB } as const
/** As our command line sends them; smaller in the smoke size so that there are some. */
const PART_BYTES = { smoke: MIB, full: 64 * MIB } as const
const CLIENTS = [1, 8] as const

type Side = 'ours' | 'tus' | 'pipe'
interface Server {
  readonly pid: number
  readonly client: UploadClient
}
interface Figures {
  readonly mbPerS: number
  readonly peakMb: number
  readonly cpuSPerGb: number
}

const NAMES = {
  tus: '@tus/server with @tus/file-store, digest by a second reading, no sync',
  pipe: 'a body piped to a file and SHA-256, one sync at the end',
} as const

const GOALS: Readonly<Record<keyof typeof NAMES, Goal>> = {
  tus: {
    words: 'at least 1.5 times its MB/s',
    isReached: ({ ratio }) => (ratio?.median ?? 0) >= 1.5,
  },
  pipe: {
    words: 'at least 0.9 times its MB/s',
    isReached: ({ ratio }) => (ratio?.median ?? 0) >= 0.9,
  },
}

export const row: BenchRow = {
  id: 'B6',
  title: 'resumable upload with SHA-256 to disk; ours encrypts and syncs as well',
  async run(size, ports) {
    const servers = await openServers(ports)
    const measurements: Measurement[] = []
    for (const clients of CLIENTS) {
      ports.say(`${clients} at once`)
      const figures = await measure(size, servers, clients)
      measurements.push(...compare(figures, clients))
    }
    return measurements
  },
}

async function openServers(ports: BenchPorts): Promise<Record<Side, Server>> {
  const databaseUrl = await ports.openDatabase('node')
  const { token } = await openSession(databaseUrl)
  const node = await startOurNode(ports, databaseUrl, UNREACHED_RATES)
  const module = new URL('../servers/uploads.ts', import.meta.url)
  const start = (BENCH_KIND: string): Promise<Forked> =>
    ports.fork(module, { BENCH_KIND, BENCH_DIR: join(ports.dir, BENCH_KIND) })
  const tus = await start('tus')
  const pipe = await start('pipe')
  return {
    ours: { pid: node.pid, client: ourClient(node.url, token) },
    tus: { pid: tus.pid, client: tusPeerClient(tus.url) },
    pipe: { pid: pipe.pid, client: pipeClient(pipe.url) },
  }
}

function measure(
  size: BenchSize,
  servers: Readonly<Record<Side, Server>>,
  clients: number,
): Promise<Record<Side, Figures[]>> {
  const part = new Uint8Array(randomBytes(Math.min(PART_BYTES[size], TOTAL_BYTES[size] / clients)))
  const plan = { part, parts: TOTAL_BYTES[size] / clients / part.length }
  const sha256 = sha256OfPlan(plan)
  const side = (name: Side) => () => uploadAll(servers[name], { ...plan, sha256, clients })
  return alternate<Side, Figures>(size, {
    ours: side('ours'),
    tus: side('tus'),
    pipe: side('pipe'),
  })
}

/** All clients at once. An upload that has another digest than was sent has no figure. */
async function uploadAll(
  { pid, client }: Server,
  plan: UploadPlan & { readonly sha256: string; readonly clients: number },
): Promise<Figures> {
  forgetPeak(pid)
  const cpuBefore = cpuSecondsOf(pid)
  const startedMs = performance.now()
  const uploads = await Promise.all(Array.from({ length: plan.clients }, () => client.upload(plan)))
  const tookS = (performance.now() - startedMs) / 1000
  const cpuS = cpuSecondsOf(pid) - cpuBefore
  const peakMb = peakResidentMb(pid)
  const wrong = uploads.find(({ sha256 }) => sha256 !== plan.sha256)
  if (wrong !== undefined) throw new Error(`an upload has the digest ${wrong.sha256}`)
  for (const { remove } of uploads) await remove()
  const bytes = plan.clients * plan.parts * plan.part.length
  return { mbPerS: bytes / 1e6 / tookS, peakMb, cpuSPerGb: (cpuS / bytes) * 1e9 }
}

function compare(figures: Readonly<Record<Side, Figures[]>>, clients: number): Measurement[] {
  const who = clients === 1 ? 'one client' : `${clients} clients`
  const valuesOf = (side: Side, key: keyof Figures) => figures[side].map((each) => each[key])
  const peers = Object.keys(NAMES) as (keyof typeof NAMES)[]
  const rates = peers.map((peer): Measurement => ({
    what: `upload by ${who}`,
    unit: 'MB/s',
    better: 'higher',
    ours: valuesOf('ours', 'mbPerS'),
    peer: { name: NAMES[peer], values: valuesOf(peer, 'mbPerS') },
    goal: GOALS[peer],
  }))
  return [
    ...rates,
    {
      what: `greatest memory of the server, ${who}`,
      unit: 'MB',
      better: 'lower',
      ours: valuesOf('ours', 'peakMb'),
      peer: { name: NAMES.tus, values: valuesOf('tus', 'peakMb') },
      goal: { words: 'at most 120 MB', isReached: ({ ours }) => ours <= 120 },
    },
    {
      what: `CPU time of the server, ${who}`,
      unit: 's/GB',
      better: 'lower',
      ours: valuesOf('ours', 'cpuSPerGb'),
      peer: { name: NAMES.tus, values: valuesOf('tus', 'cpuSPerGb') },
    },
  ]
}
