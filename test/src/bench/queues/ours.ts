import { randomUUID } from 'node:crypto'
import { openDb } from '@crosspanel/node/db'
import { openHints } from '@crosspanel/node/hints'
import { startLoop } from '@crosspanel/node/loop'
import type { RunRow } from '@crosspanel/node/runs/schema'
import { createRunStore } from '@crosspanel/node/runs/store'
import { claimChanges, createWorkerStore } from '@crosspanel/node/runs/worker-store'
import { pino } from 'pino'
import { type BenchQueue, type QueueItem, SLOTS } from './queue.ts'

const LEASE_MS = 15_000
const POLL_MS = 1_000
const PREFIX = 'bench'
const DAY_MS = 86_400_000

/**
 * The queue of runs as the worker uses it: fair claims with a lease, every move with its event, audit
 * row and live event in one transaction. No engine, no message to a home site. Whoever submits has a
 * Redis connection of its own, as another process of the site would.
 */
export function openOurQueue(databaseUrl: string, redisUrl: string): BenchQueue {
  const { db, close } = openDb(databaseUrl)
  const log = pino({ level: 'silent' })
  const submitterHints = openHints(redisUrl, PREFIX, log)
  const workerHints = openHints(redisUrl, PREFIX, log)
  const store = createRunStore({ db, now: () => new Date() })
  const workerStore = createWorkerStore(db)
  const items = new Map<string, QueueItem>()

  function claim(): Promise<RunRow | undefined> {
    return store.transaction(async (tx) => {
      const run = await workerStore.lockNext(tx)
      if (run === undefined) return undefined
      const set = claimChanges('bench', LEASE_MS)
      return store.move(tx, {
        run,
        to: 'running',
        by: 'host',
        actor: 'node',
        cause: 'a core is free',
        set,
      })
    })
  }

  async function work(run: RunRow, start: (item: QueueItem) => void): Promise<void> {
    const item = items.get(run.id)
    if (item === undefined) throw new Error('a run that nobody submitted')
    start(item)
    // Of the moves that end a run the one that needs no results.
    const ended = await store.transaction((tx) =>
      store.move(tx, {
        run,
        to: 'failed',
        by: 'host',
        actor: 'node',
        cause: 'done',
        fence: run.fence,
        set: { leaseUntil: null, worker: null },
      }),
    )
    if (ended === undefined) throw new Error('the claim of a run was lost')
  }

  return {
    async submit(added) {
      await store.transaction(async (tx) => {
        for (const item of added) {
          const run = newRun(item)
          items.set(run.id, item)
          await store.insert(tx, run)
        }
      })
      submitterHints.wake('runs')
    },

    consume(start) {
      const underWay = new Set<Promise<void>>()
      async function take(signal: AbortSignal): Promise<boolean> {
        if (underWay.size >= SLOTS || signal.aborted) return false
        const run = await claim()
        if (run === undefined) return false
        const working = work(run, start).finally(() => {
          underWay.delete(working)
          workerHints.wake('runs')
        })
        underWay.add(working)
        return true
      }
      const round = async (signal: AbortSignal) => {
        while (await take(signal));
      }
      const onWake = (wake: () => void) => workerHints.onWake('runs', wake)
      const loop = startLoop(round, { name: 'runs', everyMs: POLL_MS, log, onWake })
      return Promise.resolve({
        async [Symbol.asyncDispose]() {
          await loop[Symbol.asyncDispose]()
          await Promise.all(underWay)
        },
      })
    },

    async [Symbol.asyncDispose]() {
      await submitterHints[Symbol.asyncDispose]()
      await workerHints[Symbol.asyncDispose]()
      await close()
    },
  }
}

function newRun({ lane }: QueueItem): RunRow {
  const now = new Date()
  return {
    id: randomUUID(),
    homeSite: 'site:lund',
    homeJob: randomUUID(),
    epoch: 1,
    offerMid: randomUUID(),
    state: 'queued',
    seq: 0,
    panelId: 'site:lund/panel',
    panelDigest: 'a'.repeat(64),
    parameters: {
      build: 'GRCh38',
      qualityControl: 'strict',
      mode: 'imputation',
      phasing: 'auto',
      minR2: 0,
      empiricalDosage: false,
    },
    input: { files: [], recipients: [] },
    samples: 1,
    variants: 1,
    outputVariants: null,
    resultRecipient: '',
    subject: lane,
    deadline: new Date(now.getTime() + DAY_MS),
    worker: null,
    leaseUntil: null,
    fence: 0,
    attempts: 0,
    notBefore: now,
    priority: 0,
    isHeld: false,
    isCancelRequested: false,
    progress: null,
    summary: null,
    resultManifest: null,
    manifestSha256: null,
    findings: [],
    createdAt: now,
    updatedAt: now,
    endedAt: null,
  }
}
