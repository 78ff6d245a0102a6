import type { InviteState } from '@crosspanel/protocol/registry-api'
import type { InviteRow } from './store.ts'

type Ends = Pick<InviteRow, 'usedAt' | 'withdrawnAt' | 'expiresAt'>

/** What became of an invite; only an open one lets a site ask. */
export function inviteStateOf({ usedAt, withdrawnAt, expiresAt }: Ends, now: Date): InviteState {
  if (usedAt !== null) return 'used'
  if (withdrawnAt !== null) return 'withdrawn'
  return expiresAt <= now ? 'expired' : 'open'
}
