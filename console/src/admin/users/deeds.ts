import type { AccountView } from '@crosspanel/protocol/account'
import { stateOf } from './account-state.ts'

/** What an administrator can do with an account, each of which is asked about before it is done. */
export type Deed =
  | 'makeAdmin'
  | 'makeResearcher'
  | 'disable'
  | 'enable'
  | 'recovery'
  | 'again'
  | 'revoke'
  | 'endSessions'
  | 'remove'

/** Only what would change something; nobody takes the administrators' page away from themselves here. */
export function deedsFor(account: AccountView, isOneself: boolean): Deed[] {
  const role: Deed = account.role === 'site-admin' ? 'makeResearcher' : 'makeAdmin'
  switch (stateOf(account)) {
    case 'leaving':
      return []
    case 'invited':
      return ['again', 'revoke']
    case 'disabled':
      return ['enable', 'remove']
    case 'active':
      return isOneself
        ? ['recovery', 'endSessions']
        : [role, 'recovery', 'endSessions', 'disable', 'remove']
  }
}
