import type { Role, TokenScope } from '@crosspanel/protocol/account'

export { ROLES, type Role } from '@crosspanel/protocol/account'

/** Who makes a request, and by what: a session of the browser or the command line, or an API token. */
export interface Account {
  readonly id: string
  readonly role: Role
  readonly via: 'session' | 'token'
  /** Which of the account's sessions; none for a token. */
  readonly sessionId?: string
}

/** What a session or token opens: the account, and whether it may change anything. */
export interface Authenticated {
  readonly account: Account
  readonly scope: TokenScope
}
