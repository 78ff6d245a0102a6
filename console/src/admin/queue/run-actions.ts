import type { QueuedRun } from '@crosspanel/protocol/queue'
import type { QueueMode } from '@crosspanel/protocol/queue-mode'

export type RunChange =
  | { readonly kind: 'hold' | 'release' | 'retry' }
  | { readonly kind: 'priority'; readonly priority: number }

const FIRST = 10
const USUAL = 0
const LAST = -10

/** What can be done with a run that waits: never what would change nothing. */
export function changesOf(
  run: Pick<QueuedRun, 'isHeld' | 'priority' | 'attempts' | 'position'>,
): RunChange[] {
  const priorities = [FIRST, USUAL, LAST].filter((priority) => priority !== run.priority)
  return [
    run.isHeld ? { kind: 'release' } : { kind: 'hold' },
    ...priorities.map((priority) => ({ kind: 'priority', priority }) as const),
    // One that waits after a failed attempt has no place among those that may start.
    ...(run.attempts > 0 && run.position === null && !run.isHeld
      ? [{ kind: 'retry' } as const]
      : []),
  ]
}

/** What a queue that is in this mode may be told. */
export function modesAfter(mode: QueueMode): QueueMode[] {
  return (['open', 'paused', 'draining'] as const).filter((other) => other !== mode)
}
