import { setTimeout as delay } from 'node:timers/promises'
import PgBoss from 'pg-boss'
import { type BenchQueue, type QueueItem, SLOTS } from './queue.ts'

const QUEUE = 'impute'
/** The least that its own `work` polls at. */
const POLL_MS = 500

/** pg-boss on Postgres, fetching one job at a time in each slot; it polls when there is none. */
export async function openPgBossQueue(connectionString: string): Promise<BenchQueue> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false })
  await boss.start()
  await boss.createQueue(QUEUE)
  return {
    async submit(items) {
      await boss.insert(items.map((data) => ({ name: QUEUE, data })))
    },
    consume(start) {
      const stop = new AbortController()
      const slots = Array.from({ length: SLOTS }, () => consumeOne(boss, start, stop.signal))
      return Promise.resolve({
        async [Symbol.asyncDispose]() {
          stop.abort()
          await Promise.all(slots)
        },
      })
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false, wait: true }),
  }
}

async function consumeOne(
  boss: PgBoss,
  start: (item: QueueItem) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const [job] = await boss.fetch<QueueItem>(QUEUE)
    if (job === undefined) {
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined)
    } else {
      start(job.data)
      await boss.complete(QUEUE, job.id)
    }
  }
}
