import { UNATTENDED_HEADER } from '@crosspanel/protocol/session-cookie'
import { describe, expect, it } from 'vitest'
import { isScrolling, watchPresence, withPresence } from './presence.ts'

const isMarked = (nowMs: number) =>
  new Headers(withPresence({ headers: { accept: 'a' } }, nowMs).headers).has(UNATTENDED_HEADER)

describe('a request', () => {
  it('is marked once nobody was at the page for a minute, until somebody is again', () => {
    const page = new EventTarget()
    const clock = { ms: 1_000_000 }
    watchPresence(page, () => clock.ms)
    page.dispatchEvent(new Event('keydown'))

    expect([isMarked(1_059_999), isMarked(1_060_000)]).toEqual([false, true])

    clock.ms = 1_200_000
    page.dispatchEvent(new Event('pointermove'))
    expect([isMarked(1_200_001), isMarked(1_260_000)]).toEqual([false, true])
  })
})

describe('a page', () => {
  it('is being scrolled until it was still for a moment', () => {
    const page = new EventTarget()
    const clock = { ms: 2_000_000 }
    watchPresence(page, () => clock.ms)
    expect(isScrolling(2_000_000)).toBe(false)

    page.dispatchEvent(new Event('scroll'))
    expect([isScrolling(2_000_299), isScrolling(2_000_300)]).toEqual([true, false])
  })
})
