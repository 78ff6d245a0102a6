import type { Hints } from '../hints.ts'
import type { Logger } from '../logger.ts'
import type { Claim, WorkerStore } from './worker-store.ts'

export type LeaseEnd = 'lost' | 'cancelled'

export interface Lease extends Disposable {
  /** Aborts when the engines are to stop: the claim is lost, or the home site has cancelled. */
  readonly signal: AbortSignal
  readonly end: () => LeaseEnd | undefined
}

/**
 * Keeps a claim alive until disposed of: renews it at a third of its length, and looks at once when
 * woken, so that a cancelled run stops within moments. While the database is away nothing is known;
 * when it has been away for the length of the lease, another worker may have the run.
 */
export function keepLease(
  claim: Claim,
  leaseMs: number,
  {
    workerStore,
    hints,
    log,
  }: {
    readonly workerStore: Pick<WorkerStore, 'renew'>
    readonly hints: Pick<Hints, 'onWake'>
    readonly log: Logger
  },
): Lease {
  const stop = new AbortController()
  let end: LeaseEnd | undefined
  let renewedAt = performance.now()

  function finish(how: LeaseEnd): void {
    end ??= how
    stop.abort()
  }

  async function renew(): Promise<void> {
    const askedAt = performance.now()
    try {
      const lease = await workerStore.renew(claim, leaseMs)
      if (lease === undefined) finish('lost')
      else if (lease.isCancelRequested) finish('cancelled')
      else renewedAt = askedAt
    } catch (err) {
      log.warn({ err, run: claim.id }, 'the lease could not be renewed')
    }
  }

  function look(): void {
    if (performance.now() - renewedAt > leaseMs) finish('lost')
    void renew()
  }

  const timer = setInterval(look, leaseMs / 3)
  const unsubscribe = hints.onWake('runs', () => void renew())
  return {
    signal: stop.signal,
    end: () => end,
    [Symbol.dispose]() {
      clearInterval(timer)
      unsubscribe()
    },
  }
}
