import type { Announcement } from '@crosspanel/protocol/announcement'
import type { Problem } from '@crosspanel/protocol/problem'
import type { JSX } from 'solid-js'

/** How the server answers a request: with a body, a problem, never, or not at all. */
export type GalleryAnswer =
  | { readonly body: unknown }
  | { readonly problem: Problem }
  | { readonly is: 'never' | 'unreachable' }

/** A page at its address, with what the server would answer; `*.gallery.tsx` of each area export `views`. */
export interface PageView {
  readonly name: string
  readonly path: string
  /** The last two see the registry's console, all others a node's. */
  readonly as?: 'researcher' | 'site-admin' | 'nobody' | 'federation-admin' | 'federation-visitor'
  /** By method and path without query: `GET /api/v1/jobs`. */
  readonly answers?: Readonly<Record<string, GalleryAnswer>>
  readonly live?: { readonly unread?: number; readonly announcements?: readonly Announcement[] }
  /** Pages that read nothing have no other states than their own. */
  readonly isStatic?: boolean
  /** What such a page asks it asks once, so nothing on it grows stale. */
  readonly isAskedOnce?: boolean
}

/** Parts that have no address. */
export interface PartView {
  readonly name: string
  readonly render: () => JSX.Element
}

/** Whether the registry serves the page. */
export function isOfRegistry({ as }: PageView): boolean {
  return as === 'federation-admin' || as === 'federation-visitor'
}

export type GalleryView = PageView | PartView

/** What is made of each page by itself: its data, and the four ways of not having them. */
export const PAGE_STATES = ['ready', 'loading', 'failed', 'unreachable', 'stale'] as const
export type PageState = (typeof PAGE_STATES)[number]

export function statesOf(view: GalleryView): readonly PageState[] {
  if ('render' in view || view.isStatic === true) return ['ready']
  return PAGE_STATES.filter((state) => state !== 'stale' || view.isAskedOnce !== true)
}

/** A moment some minutes before now, so that pictures of ages do not change from day to day. */
export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString()
}
