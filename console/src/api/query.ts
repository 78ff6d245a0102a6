import type { LivePatch } from '@crosspanel/protocol/live'
import { batch, createEffect, createSignal, on, onCleanup, untrack } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { subscribeLive } from '../live/live.ts'
import { type ApiFailure, asFailure } from './failure.ts'
import { isScrolling } from './presence.ts'
import { retryPauseMs, untilNextMs } from './pauses.ts'

/** What was read, with its age: what could not be read again stays, and `failure` says why. */
export interface Query<T> {
  /** The latest that was read, `undefined` before the first. Rows keep their identity by their `id`. */
  data(): T | undefined
  /** When `data` was read. */
  at(): Date | undefined
  /** Why the latest attempt gave nothing; `undefined` after one that did. */
  failure(): ApiFailure | undefined
  refresh(): Promise<void>
  /** Lays a change over what is there, until it is read again. */
  change(next: (data: T) => T): void
}

export interface QueryOptions<T> {
  /** What a live patch means for this view: the data after it, or `refresh` to read again. */
  readonly onPatch?: (patch: LivePatch, data: T) => T | 'refresh' | undefined
  /** Whether what was read is changing in a way that no live patch tells: it is read again soon. */
  readonly isUnderWay?: (data: T) => boolean
  /** Keeps the data of an earlier key on the screen while that of the next is read, as pages of a list. */
  readonly keepsWhileKeyChanges?: boolean
}

/** How soon to look again whether a page that was being scrolled is still. */
const STILL_MS = 500
const shown = new Set<() => Promise<void>>()

/** Reads everything again that is on the screen. */
export async function refreshAll(): Promise<void> {
  await Promise.all([...shown].map((refresh) => refresh()))
}

/**
 * Reads at once, whenever `key` changes, when the live stream says that events were missed, and now and
 * then by itself: often while there is no stream or something is under way, seldom otherwise.
 */
export function createQuery<T extends object, K>(
  key: () => K,
  read: (key: K, signal: AbortSignal) => Promise<T>,
  options: QueryOptions<T> = {},
): Query<T> {
  const [store, setStore] = createStore<{ data: T | undefined }>({ data: undefined })
  const [at, setAt] = createSignal<Date>()
  const [failure, setFailure] = createSignal<ApiFailure>()
  let attempt = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isClosed = false

  async function refresh(): Promise<void> {
    // An action may end after its page was left.
    if (isClosed) return
    attempt.abort()
    clearTimeout(timer)
    const mine = new AbortController()
    attempt = mine
    try {
      const data = await read(untrack(key), mine.signal)
      if (mine.signal.aborted) return
      failures = 0
      batch(() => {
        setStore('data', reconcile(data as T | undefined))
        setAt(new Date())
        setFailure(undefined)
      })
    } catch (error) {
      if (mine.signal.aborted) return
      failures += 1
      setFailure(asFailure(error))
    }
    timer = setTimeout(() => void refreshWhenSeen(), nextPauseMs())
  }

  function nextPauseMs(): number {
    if (failures > 0) return retryPauseMs(failures, untrack(failure)?.retryAfterS, Math.random())
    const data = untrack(() => store.data)
    const isUnderWay = data !== undefined && options.isUnderWay?.(data) === true
    return untilNextMs({ isStreaming: live.isStreaming(), isUnderWay }, Math.random())
  }

  /** A hidden page asks nothing; it reads when it is seen again. One that is being scrolled reads once it is still. */
  function refreshWhenSeen(): Promise<void> | undefined {
    const isMoving = isScrolling(Date.now())
    if (live.isPaused() || isMoving) {
      timer = setTimeout(() => void refreshWhenSeen(), isMoving ? STILL_MS : nextPauseMs())
      return undefined
    }
    return document.visibilityState === 'hidden' ? undefined : refresh()
  }

  const change = (next: (data: T) => T) => {
    const { data } = store
    if (data !== undefined) setStore('data', reconcile(next(data) as T | undefined))
  }

  const live = subscribeLive({
    onPatch(patch) {
      const data = untrack(() => store.data)
      const next = data === undefined ? undefined : options.onPatch?.(patch, data)
      if (next === 'refresh') void refresh()
      else if (next !== undefined) setStore('data', reconcile(next as T | undefined))
    },
    onReset: () => void refresh(),
  })
  const onSeen = () => {
    if (document.visibilityState === 'visible' && !live.isPaused()) void refresh()
  }
  document.addEventListener('visibilitychange', onSeen)
  globalThis.addEventListener('online', onSeen)
  shown.add(refresh)
  onCleanup(() => {
    isClosed = true
    shown.delete(refresh)
    attempt.abort()
    clearTimeout(timer)
    live.close()
    document.removeEventListener('visibilitychange', onSeen)
    globalThis.removeEventListener('online', onSeen)
  })

  createEffect(
    on(key, (_, previous) => {
      if (previous !== undefined && options.keepsWhileKeyChanges !== true) {
        batch(() => {
          setStore('data', undefined)
          setAt(undefined)
        })
      }
      failures = 0
      setFailure(undefined)
      void refresh()
    }),
  )

  return { data: () => store.data, at, failure, refresh, change }
}
