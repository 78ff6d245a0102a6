import type { StreamState } from './messages.ts'

/** What the header says: whether what is shown follows by itself. */
export type LiveMarker = 'live' | 'reconnecting' | 'paused'

export function markerOf(stream: StreamState, isPaused: boolean): LiveMarker {
  if (isPaused) return 'paused'
  return stream === 'open' ? 'live' : 'reconnecting'
}
