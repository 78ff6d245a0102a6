import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { type BenchQueue, type QueueItem, SLOTS } from './queue.ts'

const QUEUE = 'impute'
/** Every write is on disk before it is answered, as a commit of Postgres is; nothing is ever dropped. */
const DURABLE = {
  appendonly: 'yes',
  appendfsync: 'always',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
} as const

export const BULLMQ_DURABILITY = 'append-only file, synced at every write'

/** BullMQ on a Redis that is made as durable as it can be, and given back as it was. */
export async function openBullQueue(redisUrl: string): Promise<BenchQueue> {
  const control = new Redis(redisUrl)
  const before = await configure(control, DURABLE)
  const connection = { path: redisUrl, maxRetriesPerRequest: null }
  const queue = new Queue(QUEUE, { connection })
  await queue.waitUntilReady()
  return {
    async submit(items) {
      const opts = { removeOnComplete: true }
      await queue.addBulk(items.map((data) => ({ name: QUEUE, data, opts })))
    },
    async consume(start) {
      const handle = ({ data }: { data: QueueItem }) => Promise.resolve(start(data))
      const worker = new Worker<QueueItem>(QUEUE, handle, { connection, concurrency: SLOTS })
      worker.on('error', () => undefined)
      await worker.waitUntilReady()
      return { [Symbol.asyncDispose]: () => worker.close() }
    },
    async [Symbol.asyncDispose]() {
      await queue.obliterate({ force: true })
      await queue.close()
      await configure(control, before)
      control.disconnect()
    },
  }
}

/** Returns what was set before. */
async function configure(
  redis: Redis,
  settings: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const before: Record<string, string> = {}
  for (const [name, value] of Object.entries(settings)) {
    const [, old] = await redis.config('GET', name)
    before[name] = old ?? ''
    await redis.config('SET', name, value)
  }
  return before
}
