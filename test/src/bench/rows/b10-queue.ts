import { setTimeout as delay } from 'node:timers/promises'
import { alternate } from '../alternate.ts'
import { BULLMQ_DURABILITY, openBullQueue } from '../queues/bullmq.ts'
import { openGraphileQueue } from '../queues/graphile.ts'
import { openOurQueue } from '../queues/ours.ts'
import { openPgBossQueue } from '../queues/pg-boss.ts'
import { type BenchQueue, type QueueItem, SLOTS } from '../queues/queue.ts'
import type { BenchPorts, BenchRow, BenchSize, Goal, Measurement } from '../row.ts'
import { fairness, quantile } from '../statistics.ts'

const DRAINED = { smoke: 200, full: 10_000 } as const
const STARTS = { smoke: 5, full: 30 } as const
/** More researchers than slots, and one who came first with most of the jobs. */
const LANES = 10
const GREEDY_SHARE = 0.7
const SUBMIT_AT_ONCE = 200
const DEADLINE_MS = 600_000

type Side = 'ours' | 'graphile' | 'boss' | 'bull'
type Queues = Readonly<Record<Side, BenchQueue>>
type Peer = Exclude<Side, 'ours'>

const NAMES: Readonly<Record<Peer, string>> = {
  graphile: 'graphile-worker, same Postgres',
  boss: 'pg-boss with single fetches, same Postgres',
  bull: `BullMQ, Redis with ${BULLMQ_DURABILITY}`,
}

export const row: BenchRow = {
  id: 'B10',
  title: 'durable queue: from submission to start, and a backlog drained fairly',
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const databaseUrl = await ports.openDatabase('node')
    const queues: Queues = {
      ours: stack.use(openOurQueue(databaseUrl, ports.redisUrl)),
      graphile: stack.use(await openGraphileQueue(await ports.openDatabase('empty'))),
      boss: stack.use(await openPgBossQueue(await ports.openDatabase('empty'))),
      bull: stack.use(await openBullQueue(ports.redisUrl)),
    }
    return [...(await measureStarts(size, ports, queues)), ...(await drainAll(size, ports, queues))]
  },
}

async function measureStarts(
  size: BenchSize,
  ports: BenchPorts,
  queues: Queues,
): Promise<Measurement[]> {
  ports.say('from submission to start')
  const side = (name: Side) => () => startTimes(queues[name], STARTS[size])
  const rounds = await alternate<Side, number[]>(size, {
    ours: side('ours'),
    graphile: side('graphile'),
    boss: side('boss'),
    bull: side('bull'),
  })
  const valuesOf = (name: Side, q: number) => rounds[name].map((times) => quantile(times, q))
  const peers = Object.keys(NAMES) as Peer[]
  return [0.5, 0.95].flatMap((q) =>
    peers.map((peer): Measurement => ({
      what: `submission until start, idle worker, p${q * 100}`,
      unit: 'ms',
      better: 'lower',
      ours: valuesOf('ours', q),
      peer: { name: NAMES[peer], values: valuesOf(peer, q) },
      ...(q === 0.5 && peer === 'graphile' ? { goal: AS_SOON } : {}),
    })),
  )
}

const AS_SOON: Goal = {
  words: 'at most as long',
  isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 1,
}

/** Milliseconds from the call that submits one item until its work begins, one after the other. */
async function startTimes(queue: BenchQueue, times: number): Promise<number[]> {
  const took: number[] = []
  let started: (id: number) => void = () => undefined
  await using stack = new AsyncDisposableStack()
  stack.use(await queue.consume(({ id }) => started(id)))
  for (let id = 0; id < times; id += 1) {
    // Whoever polls would have an advantage if submissions came right after its last look.
    await delay(150 + Math.random() * 50)
    const { promise, resolve } = Promise.withResolvers<number>()
    started = resolve
    const submittedMs = performance.now()
    await queue.submit([{ id, lane: 'one' }])
    if ((await promise) !== id) throw new Error('another item was started than was submitted')
    took.push(performance.now() - submittedMs)
  }
  return took
}

interface Drain {
  readonly perS: number
  readonly fairness: number
}

async function drainAll(
  size: BenchSize,
  ports: BenchPorts,
  queues: Queues,
): Promise<Measurement[]> {
  ports.say(`${DRAINED[size]} jobs drained`)
  const items = backlog(DRAINED[size])
  const side = (name: Side) => () => drain(queues[name], items)
  const rounds = await alternate<Side, Drain>(size, {
    ours: side('ours'),
    graphile: side('graphile'),
    boss: side('boss'),
    bull: side('bull'),
  })
  const valuesOf = (name: Side, key: keyof Drain) => rounds[name].map((drained) => drained[key])
  const peers = Object.keys(NAMES) as Peer[]
  return [
    ...peers.map((peer): Measurement => ({
      what: `drain of ${DRAINED[size]} empty jobs`,
      unit: 'jobs/s',
      better: 'higher',
      ours: valuesOf('ours', 'perS'),
      peer: { name: NAMES[peer], values: valuesOf(peer, 'perS') },
      ...(peer === 'boss' ? { goal: FIVE_TIMES } : {}),
    })),
    {
      what: 'fairness among researchers while all wait (Jain, 1 is even)',
      unit: '',
      better: 'higher',
      ours: valuesOf('ours', 'fairness'),
      peer: { name: NAMES.graphile, values: valuesOf('graphile', 'fairness') },
      goal: { words: 'at least 0.95', isReached: ({ ours }) => ours >= 0.95 },
      facts: { researchers: LANES, slots: SLOTS },
    },
  ]
}

const FIVE_TIMES: Goal = {
  words: 'at least 5 times as many',
  isReached: ({ ratio }) => (ratio?.median ?? 0) >= 5,
}

/** One lane's many items first, then as many of each other lane. */
function backlog(count: number): QueueItem[] {
  const greedy = Math.round(count * GREEDY_SHARE)
  return Array.from({ length: count }, (_, id) => ({
    id,
    lane: id < greedy ? 'lane 0' : `lane ${1 + (id % (LANES - 1))}`,
  }))
}

/** Throws unless every item is started exactly once. */
async function drain(queue: BenchQueue, items: readonly QueueItem[]): Promise<Drain> {
  for (let at = 0; at < items.length; at += SUBMIT_AT_ONCE) {
    await queue.submit(items.slice(at, at + SUBMIT_AT_ONCE))
  }
  const order: QueueItem[] = []
  const { promise: done, resolve } = Promise.withResolvers<undefined>()
  const timeout = AbortSignal.timeout(DEADLINE_MS)
  timeout.addEventListener('abort', () => resolve(undefined))
  const startedMs = performance.now()
  let tookS = Infinity
  {
    await using stack = new AsyncDisposableStack()
    const consumer = await queue.consume((item) => {
      order.push(item)
      if (order.length >= items.length) resolve(undefined)
    })
    stack.use(consumer)
    await done
    tookS = (performance.now() - startedMs) / 1000
  }
  if (order.length !== items.length || new Set(order.map(({ id }) => id)).size !== items.length) {
    throw new Error(`of ${items.length} items ${order.length} were started`)
  }
  return { perS: items.length / tookS, fairness: fairness(sharesOf(order)) }
}

/** How many items of each lane are among the first, for as long as every lane could have had more. */
function sharesOf(order: readonly QueueItem[]): number[] {
  const totals = countByLane(order)
  const fewest = Math.min(...totals.values())
  const first = countByLane(order.slice(0, Math.floor((fewest * LANES) / 2)))
  return [...totals.keys()].map((lane) => first.get(lane) ?? 0)
}

function countByLane(items: readonly QueueItem[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { lane } of items) counts.set(lane, (counts.get(lane) ?? 0) + 1)
  return counts
}
