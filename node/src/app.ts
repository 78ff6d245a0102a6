import type { NodeConfig } from './config.ts'
import { requireAccount } from './http/authentication.ts'
import { withIdempotency } from './http/idempotency.ts'
import type { IdempotencyStore } from './http/idempotency-store.ts'
import { notFoundHandler } from './http/method-not-allowed.ts'
import { requireOwnOrigin } from './http/origin.ts'
import { onError } from './http/problems.ts'
import { requireJsonBody } from './http/request-body.ts'
import { requestLog } from './http/request-log.ts'
import { createRouter } from './http/router.ts'
import { securityHeaders } from './http/security-headers.ts'
import { createSessionCookie } from './http/session-cookie.ts'
import type { Logger } from './logger.ts'
import { loginRoutes, userRoutes } from './users/routes.ts'
import type { UserService } from './users/service.ts'

/** What the HTTP edge needs of a node. */
export interface AppParts {
  readonly config: Pick<NodeConfig, 'url'>
  readonly log: Logger
  readonly newId: () => string
  readonly now: () => Date
  readonly users: UserService
  readonly idempotency: IdempotencyStore
}

export type NodeApi = ReturnType<typeof createApp>

const CREATING = ['/api/v1/jobs', '/api/v1/tokens', '/api/v1/accounts']
/** Bodies that their routes read as streams, with limits of their own. */
const BULK = /^\/api\/v1\/(uploads|files)(\/|$)/

export function createApp(parts: AppParts) {
  const { config, log, newId, now, users, idempotency } = parts
  const isHttps = config.url?.startsWith('https:') ?? false
  const cookie = createSessionCookie({ isHttps })

  const app = createRouter()
  app.onError(onError)
  app.notFound(notFoundHandler(app))
  app.use(requestLog({ log, newId }), securityHeaders({ isHttps }))
  app.use(
    '/api/*',
    requireOwnOrigin(config.url, cookie),
    requireJsonBody((path) => BULK.test(path)),
  )

  // Routes above this line are open to everybody; what is mounted later needs an account.
  const open = app.route('/api/v1', loginRoutes(users, cookie))
  open.use('/api/v1/*', requireAccount(users, cookie))
  open.on('POST', CREATING, withIdempotency({ store: idempotency, now }))
  return open.route('/api/v1', userRoutes(users, cookie))
}
