import { UNATTENDED_HEADER } from '@crosspanel/protocol/session-cookie'

const ATTENDED_MS = 60_000
/** As long as a page that was scrolled is taken to move on. */
const MOVING_MS = 300
const SIGNS = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'focusin'] as const

let lastSeenMs = Date.now()
let lastScrollMs = -Infinity

/** Notices that somebody is at the page. */
export function watchPresence(target: EventTarget, now: () => number): void {
  for (const sign of SIGNS) {
    target.addEventListener(sign, () => (lastSeenMs = now()), { capture: true, passive: true })
  }
  target.addEventListener('scroll', () => (lastScrollMs = now()), { capture: true, passive: true })
}

/** Whether a part of the page is being scrolled: to lay a long list anew would make it stumble. */
export const isScrolling = (nowMs: number): boolean => nowMs - lastScrollMs < MOVING_MS

/** A request says so when it is the page's own and nobody was seen at it for a minute. */
export function withPresence(init: RequestInit, nowMs: number): RequestInit {
  if (nowMs - lastSeenMs < ATTENDED_MS) return init
  const headers = new Headers(init.headers)
  headers.set(UNATTENDED_HEADER, '1')
  return { ...init, headers }
}
