import type { Dashboard } from '@crosspanel/protocol/dashboard'
import { setTimeout as pause } from 'node:timers/promises'
import { alternate, timeEach } from '../alternate.ts'
import { openSession, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import { openPages, type PageTimes, timesOf } from '../pages.ts'
import type { BenchPorts, BenchRow, Measurement } from '../row.ts'
import { hostOf, joinFederation, siteIdOf } from '../sites.ts'

const PEERS = { smoke: 10, full: 100 } as const
const READS = { smoke: 20, full: 400 } as const
const HUNG = 1
const SLOW = 3
const DEADLINE_MS = 60_000
const LOOK_EVERY_MS = 100
const DASHBOARD = '/api/v1/dashboard'

type Read = () => Promise<string>

export const row: BenchRow = {
  id: 'B14',
  title: 'a page that shows the federation, of whose sites one hangs and three are slow',
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const peers = PEERS[size]
    const [well, troubled] = await Promise.all([
      openNode(ports, { peers, hung: 0, slow: 0 }, stack),
      openNode(ports, { peers, hung: HUNG, slow: SLOW }, stack),
    ])
    const askEach = await openSequential(ports, troubled, { peers, hung: HUNG, slow: SLOW }, stack)
    const times = (count: number, read: Read) => async () => timesOf(await timeEach(count, read))
    const figures = await alternate<'troubled' | 'well' | 'sequential', PageTimes>(size, {
      troubled: times(READS[size], troubled.read),
      well: times(READS[size], well.read),
      sequential: times(1, askEach),
    })
    return compare(figures, peers)
  },
}

interface Sites {
  readonly peers: number
  readonly hung: number
  readonly slow: number
}

interface Node {
  readonly databaseUrl: string
  readonly token: string
  readonly sitesUrl: string
  readonly read: Read
}

/** A node with its federation, once it has heard of every site that answers. */
async function openNode(
  ports: BenchPorts,
  { peers, hung, slow }: Sites,
  stack: AsyncDisposableStack,
): Promise<Node> {
  const { url: sitesUrl } = await ports.fork(new URL('../servers/sites.ts', import.meta.url), {
    BENCH_SITES: String(peers),
    BENCH_HUNG: String(hung),
    BENCH_SLOW: String(slow),
  })
  const databaseUrl = await ports.openDatabase('node')
  const { token } = await openSession(databaseUrl)
  const node = await startOurNode(ports, databaseUrl, UNREACHED_RATES, (own) =>
    joinFederation({ ...own, databaseUrl, peersUrl: sitesUrl, peers }),
  )
  const pages = stack.use(openPages(node.url))
  const read = () => pages.read(DASHBOARD, token)
  await untilHeard(read, { peers, hung, slow })
  return { databaseUrl, token, sitesUrl, read }
}

/** A page that asks the sites of this node's federation when it is read. */
async function openSequential(
  ports: BenchPorts,
  { databaseUrl, token, sitesUrl }: Node,
  { peers, hung }: Sites,
  stack: AsyncDisposableStack,
): Promise<Read> {
  const { port } = new URL(sitesUrl)
  const naive = await ports.fork(new URL('../servers/naive.ts', import.meta.url), {
    DATABASE_URL: databaseUrl,
    REDIS_URL: ports.redisUrl,
    BENCH_SITES: Array.from(
      { length: peers },
      (_, index) => `http://${hostOf(index)}:${port}`,
    ).join(' '),
    NODE_ENV: 'production',
  })
  const pages = stack.use(openPages(naive.url))
  return async () => {
    const text = await pages.read('/api/v1/federation', token)
    const { sites: told } = JSON.parse(text) as { sites: { siteId?: string }[] }
    const answered = told.filter(({ siteId }) => siteId !== undefined).length
    if (answered !== peers - hung) throw new Error(`asked one by one, ${answered} sites answer`)
    return text
  }
}

async function untilHeard(read: Read, { peers, hung }: Sites): Promise<void> {
  const deadlineMs = performance.now() + DEADLINE_MS
  for (;;) {
    const { federation } = JSON.parse(await read()) as Dashboard
    const silent = federation.filter(({ contact }) => contact !== 'ok').map(({ siteId }) => siteId)
    const expected = Array.from({ length: hung }, (_, index) => siteIdOf(index))
    if (federation.length === peers + 1 && silent.join() === expected.join()) return
    if (performance.now() > deadlineMs) {
      throw new Error(`of ${federation.length} sites these are silent: ${silent.join()}`)
    }
    await pause(LOOK_EVERY_MS)
  }
}

function compare(
  figures: Readonly<Record<'troubled' | 'well' | 'sequential', readonly PageTimes[]>>,
  peers: number,
): Measurement[] {
  const { troubled, well, sequential } = figures
  const ours = { unit: 'ms', better: 'lower' } as const
  const p50 = (of: readonly PageTimes[]) => of.map(({ p50Ms }) => p50Ms)
  const p99 = (of: readonly PageTimes[]) => of.map(({ p99Ms }) => p99Ms)
  const facts = { sites: peers, 'of them hung': HUNG, 'of them slow': SLOW }
  return [
    {
      ...ours,
      what: 'overview with the federation, p50',
      ours: p50(troubled),
      peer: { name: 'the same, every site well', values: p50(well) },
      goal: {
        words: 'at most 1.2 times',
        isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 1.2,
      },
      facts,
    },
    {
      ...ours,
      what: 'overview with the federation, p99',
      ours: p99(troubled),
      peer: { name: 'the same, every site well', values: p99(well) },
      goal: { words: 'at most 5 ms', isReached: (summary) => summary.ours <= 5 },
    },
    {
      ...ours,
      what: 'overview with the federation, p50',
      ours: p50(troubled),
      peer: {
        name: 'a page that asks the sites one after another, 2 s each at most',
        values: p50(sequential),
      },
      goal: {
        words: 'at least 1,000 times as fast',
        isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 1 / 1_000,
      },
    },
  ]
}
