import type { Logger } from './logger.ts'

/** Loops that have nothing to do with each other: they end at the same time. */
export function together(loops: readonly AsyncDisposable[]): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()))
    },
  }
}

export interface LoopOptions {
  readonly name: string
  /** Longest pause between two rounds, milliseconds. */
  readonly everyMs: number
  readonly log: Logger
  /** Calls back when a round may be worth it sooner; answers how to stop that. */
  readonly onWake?: (wake: () => void) => () => void
}

/** A hint may be sent just before the transaction that it tells of is committed. */
const SECOND_LOOK_MS = 100

/**
 * Does `round` again and again, at once when woken, until disposed of. A round that throws (the
 * database is away, say) is logged once until one succeeds, and the loop goes on.
 */
export function startLoop(
  round: (signal: AbortSignal) => Promise<void>,
  { name, everyMs, log, onWake }: LoopOptions,
): AsyncDisposable {
  const stop = new AbortController()
  const bell = createBell()
  const unsubscribe = onWake?.(() => bell.ring())
  let isFailing = false

  async function attempt(): Promise<void> {
    try {
      await round(stop.signal)
      if (isFailing) log.info({ loop: name }, 'loop works again')
      isFailing = false
    } catch (err) {
      if (!isFailing && !stop.signal.aborted) log.error({ err, loop: name }, 'loop round failed')
      isFailing = true
    }
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await attempt()
      if (stop.signal.aborted) return
      if ((await bell.wait(everyMs)) === 'rung' && !isFailing) {
        await attempt()
        await bell.wait(SECOND_LOOK_MS)
      }
    }
  }

  const running = run()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      unsubscribe?.()
      bell.ring()
      await running
    },
  }
}

/** One waiter; a ring while nobody waits is kept for the next wait. */
function createBell() {
  let isRung = false
  let answer: (() => void) | undefined
  return {
    ring(): void {
      isRung = true
      answer?.()
    },
    async wait(ms: number): Promise<'rung' | 'elapsed'> {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          answer = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      answer = undefined
      const outcome = isRung ? 'rung' : 'elapsed'
      isRung = false
      return outcome
    },
  }
}
