import type { Logger } from '../logger.ts'
import { patchFrame, placed } from './live-frames.ts'
import type { LivePosition } from './live-position.ts'
import type { LiveBatch, LiveStore, StoredEvent } from './live-store.ts'

/** More at once are not told one by one: clients read their pages again. */
const BATCH_MAX = 5_000

export interface Subscriber {
  readonly topics: readonly string[]
  deliver(event: StoredEvent, frame: Buffer): void
  /** Events were left out: the stream cannot go on. */
  lose(): void
}

export interface LiveHubDeps {
  readonly store: Pick<LiveStore, 'position' | 'readSince'>
  readonly log: Logger
}
export type LiveHub = ReturnType<typeof createLiveHub>

/**
 * The one reader of a process. It makes each event into bytes once, however many streams get it, and
 * hands the same buffer to all of them.
 */
export function createLiveHub({ store, log }: LiveHubDeps) {
  const subscribers = new Map<string, Set<Subscriber>>()
  let position: LivePosition | undefined
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  let framesMade = 0

  function tell(batch: LiveBatch, from: LivePosition): void {
    for (const { event, position: at } of placed(batch, from)) {
      const listening = subscribers.get(event.topic)
      if (listening === undefined) continue
      const frame = patchFrame(event, at)
      framesMade += 1
      for (const subscriber of listening) subscriber.deliver(event, frame)
    }
  }

  function loseAll(): void {
    log.warn({ atLeast: BATCH_MAX }, 'too many live events at once: streams start anew')
    const all = new Set([...subscribers.values()].flatMap((some) => [...some]))
    for (const subscriber of all) subscriber.lose()
  }

  async function round(): Promise<void> {
    if (position === undefined) {
      position = await store.position()
      return
    }
    const batch = await store.readSince(position, BATCH_MAX + 1)
    const from = position
    position = batch.position
    // The database is another one than before: whoever listens has to start anew.
    if (!batch.isKnown || batch.events.length > BATCH_MAX) loseAll()
    else tell(batch, from)
  }

  /** Resolves after a round that has begun after this call; callers at the same time share one. */
  function catchUp(): Promise<void> {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        running = round()
        return running
      })
    return next
  }

  return {
    catchUp,

    /** Answers how to end it. */
    subscribe(subscriber: Subscriber): () => void {
      for (const topic of subscriber.topics) {
        const known = subscribers.get(topic) ?? new Set()
        subscribers.set(topic, known.add(subscriber))
      }
      return () => {
        for (const topic of subscriber.topics) {
          const known = subscribers.get(topic)
          known?.delete(subscriber)
          if (known?.size === 0) subscribers.delete(topic)
        }
      }
    },

    /** Where everybody who listens is now. */
    position: (): LivePosition | undefined => position,
    /** How many events were made into bytes. */
    framesMade: (): number => framesMade,
  }
}
