import type { StreamState } from './messages.ts'

/** What the header says: whether what is shown follows by itself. */
export type LiveMarker = 'connecting' | 'live' | 'reconnecting' | 'paused'

/** `wasOpen`: there was a stream before. */
export function markerOf(stream: StreamState, isPaused: boolean, wasOpen: boolean): LiveMarker {
  if (isPaused) return 'paused'
  if (stream === 'open') return 'live'
  return stream === 'connecting' && !wasOpen ? 'connecting' : 'reconnecting'
}
