import type { LivePatch } from '@crosspanel/protocol/live'
import { createSignal } from 'solid-js'
import { markerOf } from './marker.ts'
import { NOTHING, type Standing, standingAfter, standingOf, type TabMessage } from './messages.ts'
import type { StreamState } from './messages.ts'
import { joinTabs, type Tabs } from './tabs.ts'

/** What a view wants to be told. */
export interface LiveListener {
  readonly onPatch?: (patch: LivePatch) => void
  /** Events were missed: read again. */
  readonly onReset?: () => void
}

const listeners = new Set<LiveListener>()
const [stream, setStream] = createSignal<StreamState>('connecting')
const [wasOpen, setWasOpen] = createSignal(false)
const [heardAt, setHeardAt] = createSignal<Date>()
const [isPaused, setPaused] = createSignal(false)
const [standing, setStanding] = createSignal<Standing>(NOTHING)
/** What `standing` is, or will be once it is resumed. */
let latest = NOTHING
let tabs: Tabs | undefined

function take(message: TabMessage): void {
  if (message.kind === 'hello') return
  setHeardAt(new Date())
  if (message.kind === 'state') {
    setStream(message.state)
    if (message.state === 'open') setWasOpen(true)
    return
  }
  latest =
    message.kind === 'snapshot'
      ? standingOf(message.snapshot)
      : standingAfter(latest, message.patch)
  if (isPaused()) return
  setStanding(latest)
  for (const { onPatch, onReset } of listeners) {
    if (message.kind === 'patch') onPatch?.(message.patch)
    else if (message.snapshot.reset) onReset?.()
  }
}

/** Opens the stream for whoever has logged in; all tabs of this browser share one. */
export function startLive(accountId: string): void {
  stopLive()
  tabs = joinTabs(accountId, take)
}

export function stopLive(): void {
  tabs?.leave()
  tabs = undefined
  setStream('connecting')
  setWasOpen(false)
  latest = NOTHING
  setStanding(NOTHING)
}

/** Nothing on the page changes by itself until it is resumed (WCAG 2.2.2); then it is read again. */
export function pauseLive(): void {
  setPaused(true)
}

export function resumeLive(): void {
  setPaused(false)
  setStanding(latest)
  for (const { onReset } of listeners) onReset?.()
}

export const liveMarker = () => markerOf(stream(), isPaused(), wasOpen())
/** When the stream last said anything that changes a page. */
export const liveHeardAt = heardAt
export const liveStanding = standing
/** After a page has read or marked them itself. */
export function setUnread(unread: number): void {
  latest = { ...latest, unread }
  setStanding((before) => ({ ...before, unread }))
}

export interface LiveSubscription {
  isStreaming(): boolean
  isPaused(): boolean
  close(): void
}

/** For views; `createQuery` does it for most. */
export function subscribeLive(listener: LiveListener): LiveSubscription {
  listeners.add(listener)
  return {
    isStreaming: () => liveMarker() === 'live',
    isPaused,
    close: () => listeners.delete(listener),
  }
}
