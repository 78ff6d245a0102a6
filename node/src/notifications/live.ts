import type { Base } from '../base.ts'
import { startLoop } from '../loop.ts'
import { createLiveHub } from './live-hub.ts'
import { onCommittedEvents } from './live-listen.ts'
import { createLiveStore } from './live-store.ts'
import { createLiveStreams, HEARTBEAT_MS, type LiveStreamsDeps } from './live-streams.ts'

/** Insurance for a LISTEN that is not there, as behind a pooler of connections. */
const POLL_MS = 1_000
const BEAT_MS = 1_000
/** How late an announcement with a set time may be. */
const ANNOUNCE_MS = 5_000
const PRUNE_MS = 60_000
const KEPT_S = 3_600
/** Shorter than events are kept, by more than any transaction takes: `at` is when that began. */
const REPLAYABLE_MS = 2_700_000

export interface LiveDeps
  extends
    Pick<Base, 'config' | 'db' | 'log' | 'now'>,
    Pick<LiveStreamsDeps, 'recheck' | 'openJobs' | 'announcementsInForce' | 'countUnread'> {
  readonly beginAnnouncements: () => Promise<void>
  /** Other pauses than the usual, milliseconds. */
  readonly pauses?: {
    readonly pollMs?: number
    readonly beatMs?: number
    readonly heartbeatMs?: number
  }
}

/** Live events: one reader of the table for each process, and a stream for each page that is open. */
export function createLive(deps: LiveDeps) {
  const { config, db, log } = deps
  const store = createLiveStore(db)
  const hub = createLiveHub({ store, log })
  const streams = createLiveStreams({
    ...deps,
    store,
    hub,
    maxStreams: config.liveStreams,
    maxStreamsPerAccount: config.liveStreamsPerAccount,
    replayableMs: REPLAYABLE_MS,
    heartbeatMs: deps.pauses?.heartbeatMs ?? HEARTBEAT_MS,
  })

  return {
    streams,
    hub,
    prune: () => store.prune(KEPT_S),

    loops(): AsyncDisposable {
      const stack = new AsyncDisposableStack()
      stack.use(
        startLoop(hub.catchUp, {
          name: 'live events',
          everyMs: deps.pauses?.pollMs ?? POLL_MS,
          log,
          onWake: (wake) => onCommittedEvents(db, log, wake),
        }),
      )
      stack.use(
        startLoop(streams.beat, {
          name: 'live heartbeats',
          everyMs: deps.pauses?.beatMs ?? BEAT_MS,
          log,
        }),
      )
      stack.use(
        startLoop(() => store.prune(KEPT_S), { name: 'live pruning', everyMs: PRUNE_MS, log }),
      )
      stack.use(
        startLoop(deps.beginAnnouncements, {
          name: 'announcements',
          everyMs: ANNOUNCE_MS,
          log,
        }),
      )
      stack.defer(() => streams.stop())
      return stack
    },
  }
}
