import type { ReportedProgress } from '@crosspanel/protocol/job'
import type { RunsDeps } from './deps.ts'
import type { RunRow } from './schema.ts'
import type { WorkerStore } from './worker-store.ts'

const REPORT_EVERY_MS = 1_000

/** Stores a run's progress and hints it to the home site, at most once a second; the latest wins. */
export function createProgressReporter(
  run: Pick<RunRow, 'id' | 'fence' | 'homeSite' | 'homeJob' | 'epoch'>,
  {
    outbox,
    log,
    workerStore,
  }: {
    readonly outbox: Pick<RunsDeps['outbox'], 'hint'>
    readonly log: RunsDeps['log']
    readonly workerStore: Pick<WorkerStore, 'setProgress'>
  },
): { report: (progress: ReportedProgress) => void } & Disposable {
  let latest: ReportedProgress | undefined
  let timer: NodeJS.Timeout | undefined

  async function send(progress: ReportedProgress): Promise<void> {
    if (!(await workerStore.setProgress(run, progress))) return
    const { homeSite: to, homeJob: job, epoch } = run
    await outbox.hint({
      to,
      type: 'job.heartbeat',
      job,
      epoch,
      body: { runId: run.id, progress },
    })
  }

  function flush(): void {
    timer = undefined
    if (latest === undefined) return
    const progress = latest
    latest = undefined
    timer = setTimeout(flush, REPORT_EVERY_MS)
    send(progress).catch((err: unknown) => log.debug({ err, run: run.id }, 'no progress sent'))
  }

  return {
    report(progress) {
      latest = progress
      if (timer === undefined) flush()
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      latest = undefined
    },
  }
}
