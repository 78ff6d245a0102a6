import type { TokenScope } from '@crosspanel/protocol/account'
import type { Logger } from '../logger.ts'
import type { Account } from '../users/account.ts'

/** What the middleware has put on every request by the time a route sees it. */
export interface AppEnv {
  Variables: {
    requestId: string
    log: Logger
    /** Network address that the request came from, behind trusted proxies; see `readAddress`. */
    address: string
    /** Set on routes behind `requireAccount`. */
    account: Account
    /** What the session or token of `account` may do. */
    scope: TokenScope
    /** Set on routes of the peer API: the site that signed the call. */
    peer: { siteId: string; kid: string }
  }
}
