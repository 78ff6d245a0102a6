import { findingOf } from '@crosspanel/protocol/findings'
import type { Finding } from '@crosspanel/protocol/job'
import type { Problem, ProblemCode } from '@crosspanel/protocol/problem'
import { isDiskFull } from '../disk-floor.ts'
import { isStoreAway } from '../files/store-away.ts'
import { keepLease, type LeaseOptions } from '../lease.ts'
import { NO_TRACING } from '../monitoring/tracing.ts'
import { isDatabaseAway } from '../peers/database-away.ts'
import type { PeerReply } from '../peers/ports.ts'
import type { JobsDeps } from './deps.ts'
import type { DriverStore, LeasedJob } from './driver-store.ts'
import type { JobEndings } from './endings.ts'
import type { JobStore } from './store.ts'

/** What a step came to: it moved the job itself, or the job waits, or it cannot go on. */
export type StepOutcome =
  | { readonly kind: 'moved' }
  | { readonly kind: 'later'; readonly waitMs: number }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'failed'; readonly finding: Finding }

export type Step = (job: LeasedJob, signal: AbortSignal) => Promise<StepOutcome>

export interface DriverDeps extends Pick<JobsDeps, 'config' | 'hints' | 'log' | 'tracing'> {
  readonly store: JobStore
  readonly driverStore: DriverStore
  readonly endings: JobEndings
  readonly steps: Readonly<Record<'checking' | 'transferring' | 'returning', Step>>
}

/** Jobs worked on at once: one that waits for a slow peer must not hold up the others. */
const SLOTS = 4
const BACKOFF_FIRST_MS = 1_000
/** A lost peer is asked for so often at least, so that work goes on soon after it is back. */
const BACKOFF_MAX_MS = 30_000
/** Faults in a row after which an answer that will not change, or an error of our own, ends the job. */
const FAULTS_MAX = 5

/** Answers of a peer that asking again will not change. */
const FINAL = [
  'transfer-not-found',
  'checksum-mismatch',
  'stale-epoch',
  'peer-site-unknown',
  'peer-site-suspended',
] as const satisfies readonly ProblemCode[]

/** Does the home site's part of jobs: prepares input, sends it, fetches results. */
export function createDriver(deps: DriverDeps) {
  const { config, hints, log, store, driverStore, endings, steps, tracing = NO_TRACING } = deps
  const underWay = new Set<Promise<void>>()

  function backoffMs(attempts: number): number {
    const longest = Math.min(config.peerBackoffMaxMs, BACKOFF_MAX_MS)
    const ms = Math.min(longest, BACKOFF_FIRST_MS * 2 ** Math.min(attempts - 1, 20))
    return ms * (0.5 + Math.random() / 2)
  }

  async function fail(job: LeasedJob, finding: Finding): Promise<void> {
    const { leaseToken } = job
    await store.transaction((tx) => endings.fail(tx, job, finding, { leaseToken }))
  }

  async function settleOutcome(job: LeasedJob, outcome: StepOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'moved':
        hints.wake('outbox')
        return
      case 'later':
        return driverStore.release(job, outcome.waitMs, { attempts: 0 })
      case 'unreachable':
        return driverStore.release(job, backoffMs(job.attempts))
      case 'refused': {
        const { problem } = outcome
        log.warn({ job: job.id, state: job.state, code: problem.code }, 'the peer refused')
        const final = FINAL.find((code) => code === problem.code)
        if (final === undefined) return driverStore.release(job, backoffMs(job.attempts))
        const params = { site: job.hostSite }
        return countFault(job, findingOf(`peer-refused.${final}`, { params }))
      }
      case 'failed':
        return fail(job, outcome.finding)
    }
  }

  async function onError(job: LeasedJob, err: unknown): Promise<void> {
    log.error({ err, job: job.id, state: job.state }, 'a step of the job failed')
    // An outage is nobody's fault, and it ends no job.
    return isDatabaseAway(err) || isDiskFull(err) || isStoreAway(err)
      ? driverStore.release(job, backoffMs(job.attempts))
      : countFault(job, findingOf('internal'))
  }

  async function countFault(job: LeasedJob, finding: Finding): Promise<void> {
    const faults = job.faults + 1
    if (faults >= FAULTS_MAX) return fail(job, finding)
    return driverStore.release(job, backoffMs(job.attempts), { faults })
  }

  function traced(job: LeasedJob, step: () => Promise<StepOutcome>): Promise<StepOutcome> {
    const { id, state, epoch, attempts } = job
    const attributes = { 'crosspanel.epoch': epoch, 'crosspanel.attempt': attempts }
    return tracing.span(`job ${state}`, { parent: { job: id }, attributes }, async (span) => {
      const outcome = await step()
      span.set({ 'crosspanel.outcome': outcome.kind })
      return outcome
    })
  }

  async function work(job: LeasedJob, shutdown: AbortSignal): Promise<void> {
    if (job.faults >= FAULTS_MAX) return fail(job, findingOf('internal'))
    const step = steps[job.state as keyof typeof steps]
    using lease = keepLease(leaseOf(job))
    const signal = AbortSignal.any([shutdown, lease.signal])
    try {
      await settleOutcome(job, await traced(job, () => step(job, signal)))
    } catch (error) {
      if (lease.end() === 'lost') return
      if (!signal.aborted) return await onError(job, error)
      // A shutdown or an outage is no fault of the job; where it is another's already, this changes nothing.
      const { attempts, faults } = job
      await driverStore.release(job, 0, { attempts: attempts - 1, faults })
    }
  }

  function leaseOf(job: LeasedJob): LeaseOptions {
    const { runLeaseMs: leaseMs } = config
    return {
      leaseMs,
      renew: async () => ((await driverStore.renew(job, leaseMs)) ? 'held' : 'lost'),
      onWake: (listener) => hints.onWake('jobs', listener),
      onError: (err) => log.warn({ err, job: job.id }, 'the lease could not be renewed'),
    }
  }

  async function take(shutdown: AbortSignal): Promise<boolean> {
    if (underWay.size >= SLOTS || shutdown.aborted) return false
    const job = await driverStore.claim(config.runLeaseMs)
    if (job === undefined) return false
    const working = work(job, shutdown)
      .catch((err: unknown) => log.error({ err, job: job.id }, 'the job stays leased'))
      .finally(() => {
        underWay.delete(working)
        hints.wake('jobs')
      })
    underWay.add(working)
    return true
  }

  return {
    /** Takes on work until there is none, or every slot is taken. */
    async round(shutdown: AbortSignal): Promise<void> {
      while (await take(shutdown));
    },

    /** Resolves when nothing is due and nothing is under way. */
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

/** The outcome of a peer call that was not answered with what was asked for. */
export function outcomeOf(reply: Exclude<PeerReply<void>, { kind: 'answered' }>): StepOutcome {
  return reply.kind === 'unreachable'
    ? { kind: 'unreachable' }
    : { kind: 'refused', problem: reply.problem }
}
