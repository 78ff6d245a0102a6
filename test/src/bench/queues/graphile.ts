import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { type BenchQueue, type QueueItem, SLOTS } from './queue.ts'

const TASK = 'impute'
const QUIET = new Logger(() => () => undefined)

/** graphile-worker with its defaults: Postgres, woken by NOTIFY. */
export async function openGraphileQueue(connectionString: string): Promise<BenchQueue> {
  const utils = await makeWorkerUtils({ connectionString, logger: QUIET })
  await utils.migrate()
  return {
    async submit(items) {
      await utils.addJobs(items.map((payload) => ({ identifier: TASK, payload })))
    },
    async consume(start) {
      const runner = await run({
        connectionString,
        concurrency: SLOTS,
        noHandleSignals: true,
        logger: QUIET,
        taskList: { [TASK]: (payload) => Promise.resolve(start(payload as QueueItem)) },
      })
      return { [Symbol.asyncDispose]: () => runner.stop() }
    },
    [Symbol.asyncDispose]: async () => utils.release(),
  }
}
