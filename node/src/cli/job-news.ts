import { setTimeout as delay } from 'node:timers/promises'
import { openLiveEvents } from '../client-events.ts'
import type { Api } from './api.ts'

/** Insurance for a stream that says nothing. */
const QUIET_MS = 30_000
/** How often a node without live events is asked. */
const POLL_MS = 1_000

export interface JobNews {
  /** Resolves when the job may be another than before, or after `longestMs`. */
  next(longestMs: number): Promise<void>
  close(): void
}

/** Hears of one job by the node's live events; without them it is time to ask every second. */
export function openJobNews({ url, headers }: Pick<Api, 'url' | 'headers'>, id: string): JobNews {
  const closing = new AbortController()
  let isOpen = false
  let hasNews = false
  let wake = () => {}

  function tell(): void {
    hasNews = true
    wake()
  }

  const events = openLiveEvents({
    url,
    headers,
    topics: ['account'],
    onSnapshot: tell,
    onPatch({ type, subject }) {
      if (type === 'job' && subject === id) tell()
    },
    onState(state) {
      isOpen = state === 'open'
      if (state === 'waiting') tell()
    },
  })

  return {
    async next(longestMs) {
      if (!hasNews) {
        const told = new Promise<void>((resolve) => (wake = resolve))
        const waiting = new AbortController()
        const signal = AbortSignal.any([closing.signal, waiting.signal])
        const pause = Math.min(longestMs, isOpen ? QUIET_MS : POLL_MS)
        await Promise.race([told, delay(pause, undefined, { signal }).catch(() => undefined)])
        waiting.abort()
      }
      hasNews = false
    },
    close() {
      closing.abort()
      events.close()
    },
  }
}
