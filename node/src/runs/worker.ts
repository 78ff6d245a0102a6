import { type Because, because } from '@crosspanel/protocol/causes'
import { findingOf } from '@crosspanel/protocol/findings'
import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { keepLease, type Lease, type LeaseOptions } from '../lease.ts'
import { NO_TRACING } from '../monitoring/tracing.ts'
import { isDatabaseAway } from '../peers/database-away.ts'
import { PipelineRefusal } from '../pipeline/failures.ts'
import type { RunsDeps } from './deps.ts'
import { ClaimLost, createExecution } from './execution.ts'
import type { RunLedger, ToldMove } from './ledger.ts'
import { createProgressReporter } from './progress.ts'
import type { RunRow } from './schema.ts'
import { runDirs } from './run-dirs.ts'
import type { RunStore } from './store.ts'
import { judgeError, RUN_ATTEMPTS_MAX } from './verdicts.ts'
import { claimChanges, releaseChanges, type WorkerStore } from './worker-store.ts'

export interface WorkerDeps extends RunsDeps {
  readonly store: RunStore
  readonly workerStore: WorkerStore
  readonly ledger: RunLedger
}

type NextMove = Pick<ToldMove, 'to' | 'by' | 'cause' | 'told' | 'findings' | 'set'>

/** Runs queued runs on this machine, one for each core; takes over the work of dead workers. */
export function createWorker(deps: WorkerDeps) {
  const { config, log, hints, store, workerStore, ledger, tracing = NO_TRACING } = deps
  const execute = createExecution(deps)
  const slots = config.cores ?? availableParallelism()
  const underWay = new Set<Promise<void>>()

  function claim(): Promise<RunRow | undefined> {
    return store.transaction(async (tx) => {
      const run = await workerStore.lockNext(tx)
      if (run === undefined) return undefined
      return ledger.move(tx, {
        run,
        to: 'running',
        by: 'host',
        actor: 'node',
        ...because('begun'),
        set: claimChanges(config.workerName, config.runLeaseMs),
      })
    })
  }

  /** Moves the run from wherever this claim has brought it; false when the claim is lost. */
  async function moveOn(run: RunRow, moveOf: (current: RunRow) => NextMove): Promise<boolean> {
    return store.transaction(async (tx) => {
      const current = await store.lock(tx, run.id)
      // A reaped run is in the queue with the same fence: it is no longer ours to move.
      if (current?.state !== 'running' && current?.state !== 'packaging') return false
      const moved = await ledger.move(tx, {
        ...moveOf(current),
        run: current,
        actor: 'node',
        fence: run.fence,
      })
      return moved !== undefined
    })
  }

  function requeue(run: RunRow, reason: Because, waitMs: number, attempts: number) {
    const set = releaseChanges(waitMs, attempts)
    return moveOn(run, (current) => afterAttempt(current, reason, set))
  }

  const FREE = { leaseUntil: null, worker: null } as const

  async function stopped(run: RunRow, lease: Lease, error: unknown): Promise<void> {
    const end = lease.end()
    if (end === 'cancelled') {
      const reason = because('cancelled.stopped')
      await moveOn(run, () => ({ to: 'cancelled', by: 'home', ...reason, set: FREE }))
    } else if (end === 'unsure') {
      await requeue(run, because('again.database'), 0, run.attempts - 1)
    } else if (end === 'lost' || error instanceof ClaimLost) {
      log.warn({ run: run.id }, 'the claim was lost; the engines have stopped')
      await workerStore.letGo(run)
    } else {
      await failed(run, error)
    }
  }

  async function lacksRoom(): Promise<boolean> {
    return (await deps.freeBytes()) < config.diskFloorBytes
  }

  /** What is nobody's fault and ends no run; no run is started before it is over. */
  async function outageBehind(run: RunRow, error: unknown): Promise<Because | undefined> {
    if (error instanceof PipelineRefusal) return undefined
    if (isDatabaseAway(error)) return because('again.database')
    // Engines do not always say that they could not write.
    if (!(await lacksRoom())) return undefined
    // What this run has written may be what fills the disk: then it is no outage, and others must not wait for it.
    const { work, outgoing } = runDirs(config.dataDir, run.id)
    await Promise.all([work, outgoing].map((dir) => rm(dir, { recursive: true, force: true })))
    return (await lacksRoom()) ? because('again.disk') : undefined
  }

  async function failed(run: RunRow, error: unknown): Promise<void> {
    const outage = await outageBehind(run, error)
    if (outage !== undefined) {
      log.warn({ err: error, run: run.id }, `run: ${outage.cause}, so it waits`)
      await requeue(run, outage, 0, run.attempts - 1)
      return
    }
    const verdict = judgeError(error, run.attempts)
    log.warn({ err: error, run: run.id, attempt: run.attempts }, `run: ${verdict.kind}`)
    const { reason } = verdict
    if (verdict.kind === 'retry') {
      await requeue(run, reason, verdict.waitMs, run.attempts)
    } else {
      const { findings } = verdict
      await moveOn(run, () => ({ to: 'failed', by: 'host', ...reason, findings, set: FREE }))
    }
  }

  function traced(run: RunRow, execution: () => Promise<void>): Promise<void> {
    const attributes = {
      'crosspanel.peer': run.homeSite,
      'crosspanel.epoch': run.epoch,
      'crosspanel.attempt': run.attempts,
      'crosspanel.samples': run.samples,
      'crosspanel.variants': run.variants,
    }
    return tracing.span('run', { parent: { job: run.homeJob }, attributes }, execution)
  }

  function leaseOf(run: RunRow): LeaseOptions {
    const { runLeaseMs: leaseMs } = config
    return {
      leaseMs,
      async renew() {
        const renewed = await workerStore.renew(run, leaseMs)
        if (renewed === undefined) return 'lost'
        return renewed.isCancelRequested ? 'cancelled' : 'held'
      },
      onWake: (listener) => hints.onWake('runs', listener),
      onError: (err) => log.warn({ err, run: run.id }, 'the lease could not be renewed'),
    }
  }

  async function work(run: RunRow, shutdown: AbortSignal): Promise<void> {
    using lease = keepLease(leaseOf(run))
    using progress = createProgressReporter(run, deps)
    const signal = AbortSignal.any([shutdown, lease.signal])
    try {
      await traced(run, () => execute(run, { signal, onProgress: progress.report }))
      log.info({ run: run.id }, 'the results wait for the home site')
    } catch (error) {
      if (shutdown.aborted && lease.end() === undefined) {
        await requeue(run, because('again.shutdown'), 0, run.attempts - 1)
      } else {
        await stopped(run, lease, error)
      }
    }
    hints.wake('outbox')
    hints.wake('runs')
  }

  async function take(shutdown: AbortSignal): Promise<boolean> {
    if (underWay.size >= slots || shutdown.aborted) return false
    const run = await claim()
    if (run === undefined) return false
    log.info({ run: run.id, attempt: run.attempts }, 'run claimed')
    hints.wake('outbox')
    const working = work(run, shutdown)
      .catch((err: unknown) => log.error({ err, run: run.id }, 'the run stays leased'))
      .finally(() => void underWay.delete(working))
    underWay.add(working)
    return true
  }

  /** A worker that died leaves its lease behind: after that has run out the run is anybody's. */
  async function reap(): Promise<void> {
    for (const run of await workerStore.listAbandoned()) {
      await store.transaction(async (tx) => {
        const current = await store.lock(tx, run.id)
        if (current === undefined || !(await workerStore.isAbandoned(tx, run.id))) return
        await ledger.move(tx, { run: current, actor: 'node', ...inheritance(current) })
      })
      log.warn({ run: run.id, attempt: run.attempts }, 'the lease of a worker ran out')
    }
  }

  return {
    /** Takes on runs until none is queued, or every slot is taken. */
    async round(shutdown: AbortSignal): Promise<void> {
      await reap()
      if (underWay.size >= slots) return
      if (await lacksRoom()) {
        log.warn('too little disk space is free; no run is started')
        return
      }
      while (await take(shutdown));
    },

    async settle(): Promise<void> {
      const never = new AbortController().signal
      for (;;) {
        await this.round(never)
        if (underWay.size === 0) return
        await Promise.race(underWay)
      }
    },

    async drain(): Promise<void> {
      await Promise.all(underWay)
    },
  }
}

/** What becomes of a run whose worker died. */
function inheritance(run: RunRow): NextMove {
  const set = releaseChanges(0, run.attempts)
  const reason = because('again.worker')
  return run.attempts >= RUN_ATTEMPTS_MAX && !run.isCancelRequested
    ? {
        to: 'failed',
        by: 'host',
        ...reason,
        findings: [findingOf('worker-lost', { params: { attempts: run.attempts } })],
        set,
      }
    : afterAttempt(run, reason, set)
}

/** An attempt that came to nothing gives the run back to the queue, unless nobody wants it any more. */
function afterAttempt(run: RunRow, reason: Because, set: NonNullable<NextMove['set']>): NextMove {
  return run.isCancelRequested
    ? { to: 'cancelled', by: 'home', ...because('cancelled.home'), set }
    : { to: 'queued', by: 'host', ...reason, set }
}
