import type { SiteStatistics } from '@crosspanel/protocol/dashboard'
import { alternate, timeEach } from '../alternate.ts'
import { JOBS_IN, JOBS_PER_ACCOUNT } from '../fill-jobs.ts'
import { openFilledSessions, openSession, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import { inTurn, openPages } from '../pages.ts'
import type { BenchPorts, BenchRow, BenchSize, Goal, Measurement } from '../row.ts'
import { median } from '../statistics.ts'

const READS = { smoke: 10, full: 200 } as const
/** Counting all jobs takes too long for more. */
const COUNTED_READS = { smoke: 2, full: 3 } as const
const ACCOUNTS = 20
const STATISTICS = '/api/v1/admin/statistics'

const PAGES = {
  'list of 100 jobs': { path: '/api/v1/jobs?limit=100&state=completed', by: 'researcher' },
  overview: { path: '/api/v1/dashboard', by: 'researcher' },
  "administrator's statistics": { path: STATISTICS, by: 'site-admin' },
  "administrator's list of 100 jobs": {
    path: '/api/v1/admin/jobs?limit=100&state=completed',
    by: 'site-admin',
  },
} as const
type Page = keyof typeof PAGES

const GROWTH: Goal = {
  words: 'at most 1.2 times',
  isReached: ({ ratio }) => (ratio?.median ?? Infinity) <= 1.2,
}

interface Site {
  readonly jobs: number
  read(page: Page, turn: number): Promise<string>
}

export const row: BenchRow = {
  id: 'B4',
  title: 'the same pages of a site with a thousand times as many jobs and accounts',
  async run(size, ports) {
    await using stack = new AsyncDisposableStack()
    const few = await openSite(ports, JOBS_PER_ACCOUNT, stack)
    const many = await openSite(ports, JOBS_IN[size], stack)
    const counted = await openCounting(ports, JOBS_IN[size], stack)
    const measurements: Measurement[] = []
    for (const page of Object.keys(PAGES) as Page[]) {
      ports.say(page)
      measurements.push(await grow(size, page, few, many))
    }
    return [...measurements, await count(size, many, counted)]
  },
}

async function openSite(
  ports: BenchPorts,
  jobs: number,
  stack: AsyncDisposableStack,
): Promise<Site> {
  const databaseUrl = await ports.openFilled(jobs)
  const people = await openFilledSessions(databaseUrl, ACCOUNTS)
  const admin = await openSession(databaseUrl, 'site-admin')
  const node = await startOurNode(ports, databaseUrl, UNREACHED_RATES)
  const pages = stack.use(openPages(node.url))
  const site: Site = {
    jobs,
    read(page, turn) {
      const { path, by } = PAGES[page]
      return pages.read(path, (by === 'site-admin' ? admin : inTurn(people, turn)).token)
    },
  }
  const { jobs: told } = JSON.parse(
    await site.read("administrator's statistics", 0),
  ) as SiteStatistics
  if (told.total !== jobs) throw new Error(`a site of ${jobs} jobs says ${told.total}`)
  return site
}

/** The statistics of a site that counts its rows when it is asked. */
async function openCounting(ports: BenchPorts, jobs: number, stack: AsyncDisposableStack) {
  const databaseUrl = await ports.openFilled(jobs)
  const { token } = await openSession(databaseUrl, 'site-admin')
  const naive = await ports.fork(new URL('../servers/naive.ts', import.meta.url), {
    DATABASE_URL: databaseUrl,
    REDIS_URL: ports.redisUrl,
    NODE_ENV: 'production',
  })
  const pages = stack.use(openPages(naive.url))
  const read = () => pages.read(STATISTICS, token)
  const { byPanel } = JSON.parse(await read()) as { byPanel: { jobs: number }[] }
  const total = byPanel.reduce((sum, panel) => sum + panel.jobs, 0)
  if (total !== jobs) throw new Error(`counting ${jobs} jobs gives ${total}`)
  return read
}

async function grow(size: BenchSize, page: Page, few: Site, many: Site): Promise<Measurement> {
  const p50 = (site: Site) => async () => {
    let turn = 0
    return median(await timeEach(READS[size], () => site.read(page, turn++)))
  }
  const figures = await alternate(size, { many: p50(many), few: p50(few) })
  return {
    what: `${page}, p50, ${many.jobs} jobs`,
    unit: 'ms',
    better: 'lower',
    ours: figures.many,
    peer: { name: `the same with ${few.jobs} jobs`, values: figures.few },
    goal: GROWTH,
    // A quiet site has days and panels without jobs, of which its statistics say nothing.
    facts: {
      'bytes of the answer': (await many.read(page, 0)).length,
      'of the peer': (await few.read(page, 0)).length,
    },
  }
}

async function count(
  size: BenchSize,
  many: Site,
  counted: () => Promise<string>,
): Promise<Measurement> {
  const p50 = (times: number, read: () => Promise<string>) => async () =>
    median(await timeEach(times, read))
  const figures = await alternate(size, {
    ours: p50(READS[size], () => many.read("administrator's statistics", 0)),
    counted: p50(COUNTED_READS[size], counted),
  })
  return {
    what: `administrator's statistics, p50, ${many.jobs} jobs`,
    unit: 'ms',
    better: 'lower',
    ours: figures.ours,
    peer: { name: 'a site that counts its rows when it is asked', values: figures.counted },
    goal: { words: 'at most 5 ms', isReached: (summary) => summary.ours <= 5 },
  }
}
