import type { InputReport } from '@crosspanel/protocol/input-check/report'
import type { FirstLook } from './first-look.ts'

/** What the page asks of its worker. `id` ties answers to requests. */
export type CheckRequest =
  | { readonly kind: 'first-look' | 'whole'; readonly id: number; readonly files: readonly File[] }
  | { readonly kind: 'stop'; readonly id: number }

export type CheckAnswer = { readonly id: number } & (
  | { readonly kind: 'looked'; readonly look: FirstLook }
  | { readonly kind: 'progress'; readonly bytesRead: number }
  | { readonly kind: 'checked'; readonly report: InputReport }
  | { readonly kind: 'unreadable' }
)
