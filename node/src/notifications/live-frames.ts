import type { LiveSnapshot } from '@crosspanel/protocol/live'
import { formatPosition, type LivePosition } from './live-position.ts'
import type { LiveBatch, StoredEvent } from './live-store.ts'

/** The form of `text/event-stream` (WHATWG HTML, 9.2.6). JSON has no line breaks, so one `data` line holds it. */
export function patchFrame(event: StoredEvent, position: LivePosition): Buffer {
  const { type, subject, data } = event
  const json = JSON.stringify({ type, subject, data })
  return Buffer.from(`id: ${formatPosition(position)}\nevent: patch\ndata: ${json}\n\n`)
}

export function snapshotFrame(snapshot: LiveSnapshot, position: LivePosition): Buffer {
  const json = JSON.stringify(snapshot)
  return Buffer.from(`id: ${formatPosition(position)}\nevent: snapshot\ndata: ${json}\n\n`)
}

/**
 * A comment keeps proxies from taking the connection for dead. The id makes no event: it moves the
 * place that a client goes on from, so that one which was told nothing for hours has missed nothing.
 */
export function heartbeatFrame(position: LivePosition | undefined): Buffer {
  const id = position === undefined ? '' : `id: ${formatPosition(position)}\n`
  return Buffer.from(`: heartbeat\n${id}\n`)
}

/** How long the client is to wait before it comes back, milliseconds. */
export function retryFrame(ms: number): Buffer {
  return Buffer.from(`retry: ${Math.round(ms)}\n\n`)
}

export interface Placed {
  readonly event: StoredEvent
  readonly position: LivePosition
}

/** Each event of a batch with its own place: the last stands for all of it. */
export function placed({ events, position }: LiveBatch, from: LivePosition): Placed[] {
  const rest = events.filter(({ isNew }) => !isNew)
  const fresh = events.filter(({ isNew }) => isNew)
  const restEnd = fresh.length === 0 ? position : { at: from.at, snapshot: from.snapshot }
  return [
    ...placedBetween(rest, from.within?.since ?? from.snapshot, restEnd, from),
    ...placedBetween(fresh, from.snapshot, position, position),
  ]
}

/** `end` is the place after all of them; the others are within the step to `step`. */
function placedBetween(
  events: readonly StoredEvent[],
  since: string,
  end: LivePosition,
  { at, snapshot }: LivePosition,
): Placed[] {
  return events.map((event, index) => ({
    event,
    position:
      index === events.length - 1 ? end : { at, snapshot, within: { since, seq: event.seq } },
  }))
}
