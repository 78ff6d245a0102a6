import type { Tx } from '../db.ts'
import { startLoop } from '../loop.ts'
import { readActivity } from './activity.ts'
import { createRunCounts } from './counts.ts'
import type { RunsDeps } from './deps.ts'
import { createRunLedger } from './ledger.ts'
import { createRunLists } from './lists.ts'
import { createHostMessageHandlers } from './messages.ts'
import type { RunRow } from './schema.ts'
import { createPurge } from './purge.ts'
import { createRunTimes } from './run-times.ts'
import { createQueueService } from './queue-service.ts'
import { createQueueStore } from './queue-store.ts'
import { createRunService } from './service.ts'
import { createRunStore } from './store.ts'
import { createWorker } from './worker.ts'
import { createWorkerStore } from './worker-store.ts'

const WORKER_POLL_MS = 1_000
const BEAT_MS = 5_000
const SWEEP_MS = 10_000
const FOLD_MS = 1_000
const RUN_TIMES_MS = 60_000
/** How often the home site hears of each live run at least. */
const HEARTBEAT_MS = 60_000
const HEARTBEATS_AT_ONCE = 8

export type Runs = ReturnType<typeof createRuns>

/** The host side of jobs. */
export function createRuns(deps: RunsDeps) {
  const { config, hints, log, outbox } = deps
  const store = createRunStore(deps)
  const workerStore = createWorkerStore(deps.db)
  const queueStore = createQueueStore(deps)
  const counts = createRunCounts(deps.db)
  const ledger = createRunLedger({ ...deps, store })
  const times = createRunTimes(deps)
  const parts = { ...deps, store, workerStore, queueStore, ledger }
  const worker = createWorker(parts)
  const purge = createPurge(parts)
  const service = createRunService({ ...parts, lists: createRunLists(deps.db) })

  async function sweep(): Promise<void> {
    await service.expireOverdue()
    await purge.purge()
    await purge.sweep()
  }

  function sendHeartbeat(run: RunRow): Promise<void> {
    const { id: runId, homeSite: to, homeJob: job, epoch } = run
    const progress = run.state === 'running' ? run.progress : null
    return outbox.hint({ to, type: 'job.heartbeat', job, epoch, body: { runId, progress } })
  }

  /** A home site that is out of reach must not cost the others their sign of life, nor a long queue the network. */
  async function heartbeat(): Promise<void> {
    const live = await store.listLive()
    for (let at = 0; at < live.length; at += HEARTBEATS_AT_ONCE) {
      await Promise.allSettled(live.slice(at, at + HEARTBEATS_AT_ONCE).map(sendHeartbeat))
    }
  }

  function startWorker(stack: AsyncDisposableStack): void {
    const onWake = (wake: () => void) => hints.onWake('runs', wake)
    stack.defer(() => worker.drain())
    stack.use(
      startLoop((signal) => worker.round(signal), {
        name: 'runs',
        everyMs: WORKER_POLL_MS,
        log,
        onWake,
      }),
    )
    const beat = () => workerStore.beat(config.workerName)
    stack.use(startLoop(beat, { name: 'worker-beat', everyMs: BEAT_MS, log }))
  }

  async function fold(): Promise<void> {
    await counts.fold()
  }

  return {
    service,
    activity: (span: { from: string; to: string }) => readActivity(deps.db, span),
    queue: createQueueService({ ...parts, queueFacts: service.queueFacts }),
    counts,
    times,
    handlers: createHostMessageHandlers(parts),

    /** To be called in the transaction that marks an upload as whole and verified. */
    onUploadVerified: (tx: Tx, upload: { runId: string; uploadId: string }): Promise<void> =>
      service.onUploadVerified(tx, upload),

    loops(): AsyncDisposable {
      const stack = new AsyncDisposableStack()
      const onWake = (wake: () => void) => hints.onWake('runs', wake)
      if (config.isWorker) startWorker(stack)
      stack.use(startLoop(sweep, { name: 'run-sweep', everyMs: SWEEP_MS, log, onWake }))
      stack.use(startLoop(fold, { name: 'run-counts', everyMs: FOLD_MS, log }))
      stack.use(startLoop(times.refresh, { name: 'run-times', everyMs: RUN_TIMES_MS, log }))
      stack.use(startLoop(heartbeat, { name: 'run-heartbeat', everyMs: HEARTBEAT_MS, log }))
      return stack
    },

    /** Does all that is due now. */
    async settle(): Promise<void> {
      if (config.isWorker) await worker.settle()
      await sweep()
    },
  }
}
