import type { Account } from '../users/account.ts'
import type { Logger } from '../logger.ts'

/** What the middleware has put on every request by the time a route sees it. */
export interface AppEnv {
  Variables: {
    requestId: string
    log: Logger
    /** Set on routes behind `requireAccount`. */
    account: Account
    /** Set on routes of the peer API: the site that signed the call. */
    peer: { siteId: string; kid: string }
  }
}
