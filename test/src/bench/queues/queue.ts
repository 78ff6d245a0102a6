/** One piece of work; whoever shares a lane shares a researcher. */
export interface QueueItem {
  readonly id: number
  readonly lane: string
}

/** A durable queue, ours or a peer's. */
export interface BenchQueue extends AsyncDisposable {
  /** Resolves once the items survive a crash as far as this queue promises that. */
  submit(items: readonly QueueItem[]): Promise<void>
  /** Takes items, `SLOTS` at once, until disposed of; each is marked as done when `start` returns. */
  consume(start: (item: QueueItem) => void): Promise<AsyncDisposable>
}

export const SLOTS = 4
