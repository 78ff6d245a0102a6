import { randomUUID } from 'node:crypto'
import { request } from 'undici'
import { alternate, timeEach } from '../alternate.ts'
import { openSession, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import type { BenchRow } from '../row.ts'
import type { GuessPlan, GuessResult } from '../servers/guesses.ts'
import { quantile } from '../statistics.ts'
import { openWorker } from '../worker.ts'

/** Over the rounds of the full size, warm-ups included, more than 10,000 attempts. */
const SIZES = {
  smoke: { attempts: 100, reads: 50 },
  full: { attempts: 1_250, reads: 500 },
} as const
const ATTEMPTS_PER_S = 200

/** A person's reads while strangers at many addresses guess at one account, and while they do not. */
export const row: BenchRow = {
  id: 'login-flood',
  title: 'p99 of GET /me during 200 login attempts a second, against without',
  async run(size, ports) {
    const databaseUrl = await ports.openDatabase('node')
    await using node = await startOurNode(ports, databaseUrl, UNREACHED_RATES)
    const { token } = await openSession(databaseUrl)
    using strangers = openWorker<GuessPlan, GuessResult>('guesses')
    const email = `${randomUUID()}@example.org`
    const statuses = new Map<string, number>()
    const { attempts, reads } = SIZES[size]

    async function flood(): Promise<void> {
      const plan = { url: node.url, email, attempts, perS: ATTEMPTS_PER_S }
      for (const [status, count] of Object.entries(await strangers.carryOut(plan))) {
        statuses.set(status, (statuses.get(status) ?? 0) + count)
      }
    }

    async function read(): Promise<void> {
      const answer = await request(`${node.url}/api/v1/me`, {
        headers: { authorization: `Bearer ${token}` },
      })
      await answer.body.dump()
      if (answer.statusCode !== 200) throw new Error(`GET /me answered ${answer.statusCode}`)
    }

    const p99 = async () => quantile(await timeEach(reads, read), 0.99)
    const { calm, flooded } = await alternate(size, {
      calm: p99,
      async flooded() {
        const [figure] = await Promise.all([p99(), flood()])
        return figure
      },
    })
    return [
      {
        what: 'p99 of GET /me',
        unit: 'ms',
        better: 'lower',
        ours: flooded,
        peer: { name: 'without attempts', values: calm },
        goal: {
          words: 'at most 1.5 times',
          isReached: ({ ratio }) => (ratio?.median ?? Number.POSITIVE_INFINITY) <= 1.5,
        },
        facts: Object.fromEntries(
          [...statuses].map(([status, count]) => [`attempts answered ${status}`, count]),
        ),
      },
    ]
  },
}
