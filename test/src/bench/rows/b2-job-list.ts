import { openDb } from '@crosspanel/node/db'
import { createJobLists } from '@crosspanel/node/jobs/lists'
import { alternate, timeEach } from '../alternate.ts'
import { JOBS_IN, PANEL_ID } from '../fill-jobs.ts'
import { openFilledSessions, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import { inTurn, openPages, type PageTimes, timesOf } from '../pages.ts'
import type { BenchPorts, BenchRow, Measurement } from '../row.ts'

const LISTS = { smoke: 20, full: 300 } as const
const ACCOUNTS = 20
const LIMIT = 100
const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()

/** Each of them leaves more jobs than a page has. */
const FILTERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { state: 'completed' },
  { panelId: PANEL_ID },
  { since: daysAgo(600), until: daysAgo(200) },
]

type Side = 'ours' | 'naive' | 'bare'
interface Listed {
  readonly bytes: number
  /** Read when they are asked for: that is the client's time and not the list's. */
  ids(): readonly string[]
}
/** Lists 100 jobs of the account whose turn it is. */
type List = (turn: number) => Promise<Listed>
const idsOf = (jobs: readonly { readonly id: string }[]) => jobs.map(({ id }) => id)

export const row: BenchRow = {
  id: 'B2',
  title: 'a list of 100 jobs of one account, filtered, over HTTP with authentication',
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const lists = await openLists(ports, await ports.openFilled(JOBS_IN[size]), stack)
    const bytes = await verify(lists)
    const side = (name: Side) => async (): Promise<PageTimes> => {
      let turn = 0
      return timesOf(await timeEach(LISTS[size], () => lists[name](turn++)))
    }
    const figures = await alternate<Side, PageTimes>(size, {
      ours: side('ours'),
      naive: side('naive'),
      bare: side('bare'),
    })
    return compare(figures, { jobs: JOBS_IN[size], 'bytes of a page': bytes })
  },
}

async function openLists(
  ports: BenchPorts,
  databaseUrl: string,
  stack: AsyncDisposableStack,
): Promise<Record<Side, List>> {
  const people = await openFilledSessions(databaseUrl, ACCOUNTS)
  const node = await startOurNode(ports, databaseUrl, UNREACHED_RATES)
  const naive = await ports.fork(new URL('../servers/naive.ts', import.meta.url), {
    DATABASE_URL: databaseUrl,
    REDIS_URL: ports.redisUrl,
    NODE_ENV: 'production',
  })
  const overHttp = (url: string): List => {
    const pages = stack.use(openPages(url))
    return async (turn) => {
      const query = new URLSearchParams({ limit: String(LIMIT), ...filterOf(turn) })
      const text = await pages.read(`/api/v1/jobs?${query.toString()}`, inTurn(people, turn).token)
      const read = () => (JSON.parse(text) as { jobs: { id: string }[] }).jobs
      return { bytes: text.length, ids: () => idsOf(read()) }
    }
  }
  const { db, close } = openDb(databaseUrl, { max: 1 })
  stack.defer(close)
  const bare = createJobLists(db)
  return {
    ours: overHttp(node.url),
    naive: overHttp(naive.url),
    async bare(turn) {
      const { accountId } = inTurn(people, turn)
      const rows = await bare.ofAccount({ ...filterOf(turn), accountId }, undefined, LIMIT)
      return { bytes: 0, ids: () => idsOf(rows) }
    },
  }
}

/** All accounts come to all filters. */
function filterOf(turn: number): Readonly<Record<string, string>> {
  return inTurn(FILTERS, turn + Math.floor(turn / ACCOUNTS))
}

/** All sides have to give the same jobs before it counts how fast. Returns the bytes of our page. */
async function verify(lists: Readonly<Record<Side, List>>): Promise<number> {
  let bytes = 0
  for (let turn = 0; turn < 2 * ACCOUNTS; turn += 1) {
    const ours = await lists.ours(turn)
    const listed = ours.ids()
    if (new Set(listed).size !== LIMIT) throw new Error(`a list has ${listed.length} jobs`)
    for (const name of ['naive', 'bare'] as const) {
      const ids = (await lists[name](turn)).ids()
      if (ids.join() !== listed.join()) throw new Error(`${name} lists other jobs`)
    }
    bytes = ours.bytes
  }
  return bytes
}

function compare(
  { ours, naive, bare }: Readonly<Record<Side, readonly PageTimes[]>>,
  facts: Readonly<Record<string, number>>,
): Measurement[] {
  const p50 = (of: readonly PageTimes[]) => of.map(({ p50Ms }) => p50Ms)
  const p99 = (of: readonly PageTimes[]) => of.map(({ p99Ms }) => p99Ms)
  return [
    {
      what: 'list of 100 jobs, p50',
      unit: 'ms',
      better: 'lower',
      ours: p50(ours),
      peer: { name: 'the same statement alone, prepared, by postgres.js', values: p50(bare) },
      goal: { words: 'at most 2 ms', isReached: (summary) => summary.ours <= 2 },
      facts,
    },
    {
      what: 'list of 100 jobs, p50',
      unit: 'ms',
      better: 'lower',
      ours: p50(ours),
      peer: { name: 'Hono with count and offset, four queries', values: p50(naive) },
      goal: {
        words: 'at least 50 times as fast',
        isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 1 / 50,
      },
    },
    {
      what: 'list of 100 jobs, p99',
      unit: 'ms',
      better: 'lower',
      ours: p99(ours),
      peer: { name: 'Hono with count and offset, four queries', values: p99(naive) },
      goal: { words: 'at most 10 ms', isReached: (summary) => summary.ours <= 10 },
    },
  ]
}
