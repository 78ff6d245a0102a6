import { setTimeout as pause } from 'node:timers/promises'
import { openDb } from '@crosspanel/node/db'
import { publish } from '@crosspanel/node/notifications/publish'
import { alternate } from '../alternate.ts'
import { type Listeners, openListeners } from '../listeners.ts'
import { openSession, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import { cpuSecondsOf, residentMb } from '../process-cost.ts'
import type { BenchPorts, BenchRow, BenchSize, Forked, Goal, Measurement } from '../row.ts'
import { quantile } from '../statistics.ts'

const CLIENTS = { smoke: 50, full: 1_000 } as const
const EVENTS = { smoke: 5, full: 30 } as const
const EVERY_MS = 50
const KB_PER_MB = 1_000

type Side = 'ours' | 'raw' | 'better-sse' | 'hono'
type Peer = Exclude<Side, 'ours'>

const NAMES: Readonly<Record<Peer, string>> = {
  raw: 'a loop that writes one buffer to every response',
  'better-sse': 'better-sse, a channel',
  hono: 'Hono, streamSSE',
}

interface Figures {
  readonly lastP95Ms: number
  readonly cpuMs: number
}

interface Server {
  readonly listeners: Listeners
  readonly pid: number
  readonly kbPerClient: number
  send(data: EventData): Promise<void>
}
interface EventData {
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

export const row: BenchRow = {
  id: 'B9',
  title: 'live events to many clients at once',
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const [ours, raw, betterSse, hono] = await Promise.all([
      openOurs(size, ports, stack),
      openPeer('raw', size, ports, stack),
      openPeer('better-sse', size, ports, stack),
      openPeer('hono', size, ports, stack),
    ])
    const servers: Record<Side, Server> = { ours, raw, 'better-sse': betterSse, hono }
    let event = 0
    const side = (name: Side) => () => {
      const first = event
      event += EVENTS[size]
      return fanOut(servers[name], first, EVENTS[size])
    }
    const figures = await alternate<Side, Figures>(size, {
      ours: side('ours'),
      raw: side('raw'),
      'better-sse': side('better-sse'),
      hono: side('hono'),
    })
    return compare(figures, servers, CLIENTS[size])
  },
}

/** A whole node: an event is committed, read back and then written to all. */
async function openOurs(
  size: BenchSize,
  ports: BenchPorts,
  stack: AsyncDisposableStack,
): Promise<Server> {
  const databaseUrl = await ports.openDatabase('node')
  const { token } = await openSession(databaseUrl)
  const node = await startOurNode(ports, databaseUrl, {
    ...UNREACHED_RATES,
    CROSSPANEL_LIVE_STREAMS: String(2 * CLIENTS[size]),
    CROSSPANEL_LIVE_STREAMS_PER_ACCOUNT: String(2 * CLIENTS[size]),
  })
  const { db, close } = openDb(databaseUrl, { max: 1 })
  stack.defer(close)
  const url = `${node.url}/api/v1/events?topics=everyone`
  const opened = await listen(node, { url, authorization: `Bearer ${token}` }, size, stack)
  return {
    ...opened,
    send: (data) => publish(db, { topic: 'everyone', type: 'site', ...data }),
  }
}

async function openPeer(
  kind: Peer,
  size: BenchSize,
  ports: BenchPorts,
  stack: AsyncDisposableStack,
): Promise<Server> {
  const server = await ports.fork(new URL('../servers/sse.ts', import.meta.url), {
    BENCH_KIND: kind,
    NODE_ENV: 'production',
  })
  const opened = await listen(server, { url: `${server.url}/events` }, size, stack)
  return {
    ...opened,
    async send(data) {
      const body = JSON.stringify({ type: 'site', ...data })
      const { status } = await fetch(`${server.url}/publish`, { method: 'POST', body })
      if (status !== 204) throw new Error(`${kind} answered ${status}`)
    },
  }
}

async function listen(
  { pid }: Forked,
  { url, ...headers }: { readonly url: string; readonly authorization?: string },
  size: BenchSize,
  stack: AsyncDisposableStack,
): Promise<Omit<Server, 'send'>> {
  const clients = CLIENTS[size]
  const beforeMb = residentMb(pid)
  const listeners = stack.use(await openListeners({ url, headers, clients }))
  const kbPerClient = ((residentMb(pid) - beforeMb) * KB_PER_MB) / clients
  return { listeners, pid, kbPerClient }
}

/** Events at a steady pace; every client has to have each of them, once. */
async function fanOut(server: Server, first: number, count: number): Promise<Figures> {
  const cpuBefore = cpuSecondsOf(server.pid)
  const tookMs: Promise<number>[] = []
  for (let event = first; event < first + count; event += 1) {
    const all = server.listeners.untilAllHave(event)
    const sentNs = process.hrtime.bigint()
    tookMs.push(all.then((atNs) => Number(atNs - sentNs) / 1e6))
    await server.send({ subject: `event-${event}`, data: { state: 'running', chunksDone: event } })
    await pause(EVERY_MS)
  }
  const lastP95Ms = quantile(await Promise.all(tookMs), 0.95)
  return { lastP95Ms, cpuMs: ((cpuSecondsOf(server.pid) - cpuBefore) * 1_000) / count }
}

const AS_RAW: Goal = {
  words: 'at most 1.15 times',
  isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 1.15,
}
const HALF: Goal = {
  words: 'at most half',
  isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 0.5,
}
const CPU_GOALS: Partial<Record<Peer, Goal>> = { raw: AS_RAW, hono: HALF }

function compare(
  figures: Readonly<Record<Side, readonly Figures[]>>,
  servers: Readonly<Record<Side, Server>>,
  clients: number,
): Measurement[] {
  const valuesOf = (side: Side, key: keyof Figures) => figures[side].map((each) => each[key])
  const peers = Object.keys(NAMES) as Peer[]
  const cpu = peers.map((peer): Measurement => {
    const goal = CPU_GOALS[peer]
    return {
      what: `CPU time of the server for an event to ${clients} clients`,
      unit: 'ms',
      better: 'lower',
      ours: valuesOf('ours', 'cpuMs'),
      peer: { name: NAMES[peer], values: valuesOf(peer, 'cpuMs') },
      ...(goal === undefined ? {} : { goal }),
    }
  })
  const last = peers.map((peer): Measurement => ({
    what: 'from sending until the last client has it, p95',
    unit: 'ms',
    better: 'lower',
    ours: valuesOf('ours', 'lastP95Ms'),
    peer: { name: NAMES[peer], values: valuesOf(peer, 'lastP95Ms') },
  }))
  return [
    ...cpu,
    ...last,
    {
      what: 'memory of the server for a client',
      unit: 'kB',
      better: 'lower',
      ours: [servers.ours.kbPerClient],
      peer: { name: NAMES.hono, values: [servers.hono.kbPerClient] },
      goal: { words: 'at most 35 kB', isReached: (summary) => summary.ours <= 35 },
    },
  ]
}
