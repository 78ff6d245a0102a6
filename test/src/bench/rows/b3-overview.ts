import type { Dashboard } from '@crosspanel/protocol/dashboard'
import { alternate, timeEach } from '../alternate.ts'
import { JOBS_IN, JOBS_PER_ACCOUNT } from '../fill-jobs.ts'
import { openFilledSessions, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import { inTurn, openPages, type PageTimes, timesOf } from '../pages.ts'
import type { BenchRow } from '../row.ts'

const PATH = '/api/v1/dashboard'
const READS = { smoke: 20, full: 300 } as const
const ACCOUNTS = 20
const PEER = 'Hono with the whole page in Redis for five minutes, a hit'

export const row: BenchRow = {
  id: 'B3',
  title: "an account's overview, made for each request, beside one from a cache",
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const databaseUrl = await ports.openFilled(JOBS_IN[size])
    const people = await openFilledSessions(databaseUrl, ACCOUNTS)
    const node = await startOurNode(ports, databaseUrl, UNREACHED_RATES)
    const naive = await ports.fork(new URL('../servers/naive.ts', import.meta.url), {
      DATABASE_URL: databaseUrl,
      REDIS_URL: ports.redisUrl,
      NODE_ENV: 'production',
    })
    const read = (url: string) => {
      const pages = stack.use(openPages(url))
      return (turn: number) => pages.read(PATH, inTurn(people, turn).token)
    }
    const sides = { ours: read(node.url), naive: read(naive.url) }
    for (let turn = 0; turn < ACCOUNTS; turn += 1) await verify(sides, turn)
    const timed = (side: (turn: number) => Promise<string>) => async () => {
      let turn = 0
      return timesOf(await timeEach(READS[size], () => side(turn++)))
    }
    const figures = await alternate<'ours' | 'naive', PageTimes>(size, {
      ours: timed(sides.ours),
      naive: timed(sides.naive),
    })
    const { ours, naive: cached } = figures
    return [
      {
        what: 'overview, p50',
        unit: 'ms',
        better: 'lower',
        ours: ours.map(({ p50Ms }) => p50Ms),
        peer: { name: PEER, values: cached.map(({ p50Ms }) => p50Ms) },
        goal: { words: 'at most 3 ms', isReached: (summary) => summary.ours <= 3 },
        facts: { jobs: JOBS_IN[size], 'staleness of ours, s': 0, 'of the peer, s': 'up to 300' },
      },
      {
        what: 'overview, p99',
        unit: 'ms',
        better: 'lower',
        ours: ours.map(({ p99Ms }) => p99Ms),
        peer: { name: PEER, values: cached.map(({ p99Ms }) => p99Ms) },
        goal: { words: 'at most 15 ms', isReached: (summary) => summary.ours <= 15 },
      },
    ]
  },
}

/** Both know how many jobs the account has, and the second look at the peer is a hit. */
async function verify(
  sides: Readonly<Record<'ours' | 'naive', (turn: number) => Promise<string>>>,
  turn: number,
): Promise<void> {
  const ours = JSON.parse(await sides.ours(turn)) as Dashboard
  const naive = JSON.parse(await sides.naive(turn)) as { jobs: { jobs: number }[] }
  const counted = naive.jobs.reduce((sum, { jobs }) => sum + jobs, 0)
  if (ours.jobs.total !== JOBS_PER_ACCOUNT || counted !== JOBS_PER_ACCOUNT) {
    throw new Error(`an account has ${ours.jobs.total} jobs, or ${counted}`)
  }
  if (ours.recentJobs.length !== 10) throw new Error('the overview lacks recent jobs')
}
