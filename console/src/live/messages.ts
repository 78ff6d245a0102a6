import type { Announcement } from '@crosspanel/protocol/announcement'
import type { LivePatch, LiveSnapshot } from '@crosspanel/protocol/live'

/** As the node's client tells it; see `@crosspanel/node/client-events`. */
export type StreamState = 'connecting' | 'open' | 'waiting' | 'refused' | 'closed'

/** What the tab that holds the stream tells the others, and what they ask it. */
export type TabMessage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'state'; readonly state: StreamState; readonly at: number }
  | { readonly kind: 'snapshot'; readonly snapshot: LiveSnapshot }
  | { readonly kind: 'patch'; readonly patch: LivePatch }

/** What a page shows besides its own data. */
export interface Standing {
  readonly unread: number | undefined
  readonly announcements: readonly Announcement[]
}

export const NOTHING: Standing = { unread: undefined, announcements: [] }

export function standingOf(snapshot: LiveSnapshot): Standing {
  return { unread: snapshot.unread, announcements: snapshot.announcements }
}

/** The standing after a patch; announcements that have ended go at once. */
export function standingAfter(standing: Standing, patch: LivePatch): Standing {
  if (patch.type === 'announcement') {
    const changed = patch.data as unknown as Announcement
    const others = standing.announcements.filter(({ id }) => id !== patch.subject)
    return {
      ...standing,
      announcements: changed.endedAt === null ? [changed, ...others] : others,
    }
  }
  const { unread } = patch.data
  return patch.type === 'notification' && typeof unread === 'number'
    ? { ...standing, unread }
    : standing
}

/** The snapshot as it would be now, for a tab that comes later. */
export function snapshotAfter(snapshot: LiveSnapshot, patch: LivePatch): LiveSnapshot {
  const { unread, announcements } = standingAfter(standingOf(snapshot), patch)
  return { ...snapshot, unread: unread ?? snapshot.unread, announcements: [...announcements] }
}
