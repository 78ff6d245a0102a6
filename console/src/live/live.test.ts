import type { Announcement } from '@crosspanel/protocol/announcement'
import type { LiveSnapshot } from '@crosspanel/protocol/live'
import { describe, expect, it } from 'vitest'
import { markerOf } from './marker.ts'
import { NOTHING, snapshotAfter, standingAfter, standingOf } from './messages.ts'

const announcement = (id: string, endedAt: string | null = null) =>
  ({ id, text: id, endedAt }) as unknown as Announcement

const snapshot = {
  unread: 2,
  announcements: [announcement('a')],
  jobs: [{ id: 'j1', state: 'queued' }],
} as unknown as LiveSnapshot

describe('what is shown on every page', () => {
  it('begins with the snapshot', () => {
    expect(standingOf(snapshot)).toMatchObject({ unread: 2, announcements: [{ id: 'a' }] })
  })

  it('takes a new announcement, a changed one, and one that has ended', () => {
    const patch = (id: string, endedAt: string | null = null) => ({
      type: 'announcement',
      subject: id,
      data: { ...announcement(id, endedAt) },
    })
    const both = standingAfter(standingOf(snapshot), patch('b'))

    expect(both.announcements.map(({ id }) => id)).toEqual(['b', 'a'])
    expect(standingAfter(both, patch('a')).announcements).toHaveLength(2)
    expect(standingAfter(both, patch('a', '2026-01-01T00:00:00Z')).announcements).toMatchObject([
      { id: 'b' },
    ])
  })

  it('leaves out what it does not know', () => {
    expect(standingAfter(NOTHING, { type: 'weather', subject: 'x', data: {} })).toBe(NOTHING)
  })
})

describe('the snapshot for a tab that comes later', () => {
  it('has what is unread as it is now', () => {
    const patch = { type: 'notification', subject: 'n1', data: { unread: 5 } }

    expect(snapshotAfter(snapshot, patch)).toMatchObject({
      unread: 5,
      announcements: [{ id: 'a' }],
    })
  })
})

describe('the marker', () => {
  it.each([
    ['open', false, true, 'live'],
    ['connecting', false, false, 'connecting'],
    ['connecting', false, true, 'reconnecting'],
    ['waiting', false, false, 'reconnecting'],
    ['refused', false, true, 'reconnecting'],
    ['open', true, true, 'paused'],
  ] as const)(
    'with the stream %s, paused %s and open before %s is %s',
    (stream, isPaused, wasOpen, marker) => {
      expect(markerOf(stream, isPaused, wasOpen)).toBe(marker)
    },
  )
})
