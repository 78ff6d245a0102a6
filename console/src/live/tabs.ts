import type { LiveSnapshot } from '@crosspanel/protocol/live'
import { transport } from '../api/transport.ts'
import { snapshotAfter, type StreamState, type TabMessage } from './messages.ts'

export interface Tabs {
  leave(): void
}

/**
 * One stream for all tabs of an account: whoever holds the lock reads it and tells the others, and the next in
 * line goes on when that tab is closed. Browsers have locks on https and loopback only; elsewhere each tab reads
 * a stream of its own.
 */
export function joinTabs(accountId: string, take: (message: TabMessage) => void): Tabs {
  const name = `crosspanel-live-${accountId}`
  const leaving = new AbortController()
  const channel = new BroadcastChannel(name)
  let isLeader = false
  let snapshot: LiveSnapshot | undefined
  let state: StreamState = 'connecting'
  /** What happened between another tab's stream and ours was told to nobody. */
  let hasFollowed = false

  function tell(message: TabMessage): void {
    if (leaving.signal.aborted) return
    if (message.kind === 'state') state = message.state
    if (message.kind === 'snapshot') snapshot = message.snapshot
    if (message.kind === 'patch' && snapshot !== undefined) {
      snapshot = snapshotAfter(snapshot, message.patch)
    }
    channel.postMessage(message)
    take(message)
  }

  function welcome(): void {
    channel.postMessage({ kind: 'state', state, at: Date.now() } satisfies TabMessage)
    if (snapshot === undefined) return
    const message: TabMessage = { kind: 'snapshot', snapshot: { ...snapshot, reset: false } }
    channel.postMessage(message)
  }

  channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if (leaving.signal.aborted) return
    if (data.kind === 'hello') return isLeader ? welcome() : undefined
    hasFollowed = true
    take(data)
  })
  channel.postMessage({ kind: 'hello' } satisfies TabMessage)

  async function lead(): Promise<void> {
    isLeader = true
    // Not in the first view: it brings zod.
    const { openLiveEvents } = await import('@crosspanel/node/client-events')
    if (leaving.signal.aborted) return
    const events = openLiveEvents({
      url: location.origin,
      fetch: transport,
      onState: (next) => tell({ kind: 'state', state: next, at: Date.now() }),
      onSnapshot(next) {
        tell({ kind: 'snapshot', snapshot: { ...next, reset: next.reset || hasFollowed } })
        hasFollowed = false
      },
      onPatch: (patch) => tell({ kind: 'patch', patch }),
    })
    leaving.signal.addEventListener('abort', () => events.close())
    await events.done
    // Refused: the lock is kept, or each tab in line would ask and be refused as well.
    await new Promise<void>((resolve) => {
      if (leaving.signal.aborted) resolve()
      else leaving.signal.addEventListener('abort', () => resolve())
    })
  }

  const locks = navigator.locks as LockManager | undefined
  const leading =
    locks === undefined ? lead() : locks.request(name, { signal: leaving.signal }, lead)
  leading.catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error
  })
  return {
    leave() {
      leaving.abort()
      channel.close()
    },
  }
}
