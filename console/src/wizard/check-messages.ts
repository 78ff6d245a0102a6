import type { FirstLook } from './first-look.ts'
import type { WholeLook } from './whole-check.ts'

/** What the page asks of its worker. `id` ties answers to requests. */
export type CheckRequest =
  | { readonly kind: 'first-look' | 'whole'; readonly id: number; readonly files: readonly File[] }
  | { readonly kind: 'stop'; readonly id: number }

export type CheckAnswer = { readonly id: number } & (
  | { readonly kind: 'looked'; readonly look: FirstLook }
  | { readonly kind: 'progress'; readonly bytesRead: number }
  | { readonly kind: 'checked'; readonly look: WholeLook }
  | { readonly kind: 'unreadable' }
)
