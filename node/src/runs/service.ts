import { because } from '@crosspanel/protocol/causes'
import type { AdminRunList } from '@crosspanel/protocol/dashboard'
import { pageOf, readCursor } from '../cursor.ts'
import type { QueueMode } from '@crosspanel/protocol/queue-mode'
import type { Tx } from '../db.ts'
import type { RunsDeps } from './deps.ts'
import type { RunLedger } from './ledger.ts'
import type { ListedRun, RunFilter, RunLists } from './lists.ts'
import type { QueueStore } from './queue-store.ts'
import type { RunStore } from './store.ts'
import type { WorkerStore } from './worker-store.ts'

const DAY_MS = 86_400_000
/** A worker says every 5 s that it is there. */
const WORKER_LIVE_S = 15

export interface RunServiceDeps extends Pick<RunsDeps, 'config' | 'hints' | 'now'> {
  readonly queueStore: Pick<QueueStore, 'readControl'>
  readonly store: RunStore
  readonly workerStore: WorkerStore
  readonly ledger: RunLedger
  readonly lists: RunLists
}
interface PageQuery {
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface QueueFacts {
  readonly queuedRuns: number
  readonly runningRuns: number
  readonly hasLiveWorker: boolean
  readonly queueMode: QueueMode
}

export type RunService = ReturnType<typeof createRunService>

export function createRunService(deps: RunServiceDeps) {
  const { config, hints, now, store, workerStore, ledger } = deps

  return {
    /** Runs of every home site, for this site's administrators. */
    async list({ cursor, limit, ...filter }: RunFilter & PageQuery): Promise<AdminRunList> {
      const rows = await deps.lists.list(filter, readCursor(cursor), limit + 1)
      const { page, next } = pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }))
      return { runs: page.map(viewOf), next }
    },

    /** Queues the run once every input file is here, whole and verified. The same news twice is one. */
    async onUploadVerified(tx: Tx, upload: { runId: string; uploadId: string }): Promise<void> {
      const run = await store.lock(tx, upload.runId)
      if (run === undefined) return
      const missing = await store.receiveInput(tx, run.id, upload.uploadId)
      if (missing > 0) return
      await ledger.move(tx, {
        run,
        to: 'queued',
        by: 'host',
        actor: 'node',
        ...because('arrived'),
      })
      hints.wake('runs')
    },

    /** Ends runs past their deadline, and results that were not fetched within the retention. */
    async expireOverdue(): Promise<void> {
      const readyBefore = new Date(now().getTime() - config.resultRetentionDays * DAY_MS)
      for (const run of await store.listOverdue(readyBefore)) {
        const reason = because(run.state === 'ready' ? 'expired.unfetched' : 'expired.deadline')
        await store.transaction((tx) =>
          ledger.move(tx, { run, to: 'expired', by: 'host', actor: 'node', ...reason }),
        )
        hints.wake('runs')
      }
    },

    async queueFacts(): Promise<QueueFacts> {
      const [counts, seen, { mode: queueMode }] = await Promise.all([
        store.countByState(),
        workerStore.lastSeen(),
        deps.queueStore.readControl(),
      ])
      return {
        queuedRuns: counts.get('queued') ?? 0,
        runningRuns: (counts.get('running') ?? 0) + (counts.get('packaging') ?? 0),
        hasLiveWorker: seen !== undefined && seen.agoS < WORKER_LIVE_S,
        queueMode,
      }
    },

    /** Digests of the panels that runs which have not ended were offered for. */
    async panelDigestsInUse(): Promise<string[]> {
      return (await store.listLive()).map(({ panelDigest }) => panelDigest)
    },

    async workerSeenAt(): Promise<Date | undefined> {
      return (await workerStore.lastSeen())?.seenAt
    },
  }
}

function viewOf({
  createdAt,
  updatedAt,
  endedAt,
  ...run
}: ListedRun): AdminRunList['runs'][number] {
  return {
    ...run,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}
