/**
 * How a lease ends early: another has the work, it is not wanted any more, or nothing could be asked
 * for the length of the lease.
 */
export type LeaseEnd = 'lost' | 'cancelled' | 'unsure'

export interface Lease extends Disposable {
  /** Aborts when the work is to stop. */
  readonly signal: AbortSignal
  readonly end: () => LeaseEnd | undefined
}

export interface LeaseOptions {
  readonly leaseMs: number
  readonly renew: () => Promise<'held' | LeaseEnd>
  /** Hints that something has changed; answers how to hear no more of them. */
  readonly onWake: (listener: () => void) => () => void
  /** It could not be renewed now. */
  readonly onError: (error: unknown) => void
}

/**
 * Keeps a claim alive until disposed of: renews it at a third of its length, and looks at once when
 * woken, so that cancelled work stops within moments. While the database is away nothing is known;
 * when it has been away for the length of the lease, another process may have the work.
 */
export function keepLease({ leaseMs, renew, onWake, onError }: LeaseOptions): Lease {
  const stop = new AbortController()
  let end: LeaseEnd | undefined
  let renewedAt = performance.now()

  function finish(how: LeaseEnd): void {
    end ??= how
    stop.abort()
  }

  async function renewNow(): Promise<void> {
    const askedAt = performance.now()
    try {
      const state = await renew()
      if (state === 'held') renewedAt = askedAt
      else finish(state)
    } catch (error) {
      onError(error)
    }
  }

  function look(): void {
    if (end !== undefined) return
    if (performance.now() - renewedAt > leaseMs) finish('unsure')
    else void renewNow()
  }

  const timer = setInterval(look, leaseMs / 3)
  const unsubscribe = onWake(() => void renewNow())
  return {
    signal: stop.signal,
    end: () => end,
    [Symbol.dispose]() {
      clearInterval(timer)
      unsubscribe()
    },
  }
}
