import type { LoggedInAdmin } from '../admin/admin.ts'
import type { Logger } from '../logger.ts'

/** What the middleware has put on every request by the time a route sees it. */
export interface AppEnv {
  Variables: {
    requestId: string
    log: Logger
    /** Network address of the caller, for slowing attempts to log in. */
    address: string
    /** Set on routes behind `requireAdmin`. */
    admin: LoggedInAdmin
  }
}
