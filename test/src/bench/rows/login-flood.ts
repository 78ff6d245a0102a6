import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { alternate, timeEach } from '../alternate.ts'
import { openSession, startOurNode, UNREACHED_RATES } from '../our-node.ts'
import type { BenchRow } from '../row.ts'
import { quantile } from '../statistics.ts'

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
    await using stack = new AsyncDisposableStack()
    const agent = stack.adopt(new Agent({ connections: 64 }), (open) => open.close())
    const email = `${randomUUID()}@example.org`
    const statuses = new Map<number, number>()
    const { attempts, reads } = SIZES[size]
    let sent = 0

    async function guess(): Promise<void> {
      const n = sent++
      const answer = await request(`${node.url}/api/v1/login`, {
        method: 'POST',
        dispatcher: agent,
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `198.${18 + (n % 2)}.${Math.floor(n / 256) % 256}.${n % 256}`,
        },
        body: JSON.stringify({ email, password: `guess ${n}`, kind: 'command-line' }),
      })
      await answer.body.dump()
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
    }

    /** Attempts at a steady rate, however slowly they are answered. */
    async function flood(): Promise<void> {
      const startedMs = performance.now()
      const open: Promise<void>[] = []
      while (open.length < attempts) {
        open.push(guess())
        await pause(startedMs + (open.length * 1000) / ATTEMPTS_PER_S - performance.now())
      }
      await Promise.all(open)
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
