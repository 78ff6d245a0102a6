import type { Hono } from 'hono'
import type { NodeConfig } from './config.ts'
import type { FilesService } from './files/service.ts'
import { fileRoutes } from './files/routes.ts'
import { type Storage, storageRoutes } from './files/storage-routes.ts'
import { uploadRoutes } from './files/upload-routes.ts'
import type { Uploads } from './files/uploads.ts'
import { requireAccount } from './http/authentication.ts'
import { consoleFiles } from './http/console-files.ts'
import type { AppEnv } from './http/env.ts'
import { type IdempotencyDeps, withIdempotency } from './http/idempotency.ts'
import { notFoundHandler } from './http/method-not-allowed.ts'
import { openApiHandler } from './http/openapi.ts'
import { requireOwnOrigin } from './http/origin.ts'
import { onError } from './http/problems.ts'
import { requireJsonBody } from './http/request-body.ts'
import { requestLog } from './http/request-log.ts'
import { createRouter } from './http/router.ts'
import { noStore, securityHeaders } from './http/security-headers.ts'
import { createSessionCookie } from './http/session-cookie.ts'
import { jobRoutes } from './jobs/routes.ts'
import type { JobService } from './jobs/service.ts'
import type { Logger } from './logger.ts'
import type { HealthService } from './monitoring/health.ts'
import { healthRoutes, statusRoutes } from './monitoring/routes.ts'
import type { StatusService } from './monitoring/status.ts'
import { panelRoutes } from './panels/routes.ts'
import type { PanelService } from './panels/service.ts'
import { loginRoutes, userRoutes } from './users/routes.ts'
import type { UserService } from './users/service.ts'

/** What the HTTP edge needs of a node. */
export interface AppParts {
  readonly config: Pick<NodeConfig, 'url'>
  readonly version: string
  readonly log: Logger
  readonly newId: () => string
  readonly now: () => Date
  readonly health: HealthService
  readonly status: StatusService
  readonly users: UserService
  readonly idempotency: IdempotencyDeps['store']
  readonly files: FilesService
  readonly uploads: Uploads
  readonly storage: Storage
  readonly panels: PanelService
  readonly jobs: JobService
  /** Mounts the routes that know sites and not accounts: `/peer/v1` and `/.well-known/crosspanel-site`. */
  readonly mountPeers: (app: Hono<AppEnv>) => void
  /** The built console; none is served when undefined. */
  readonly consoleDir?: string | undefined
}

export type NodeApi = ReturnType<typeof createApp>

const CREATING = ['/api/v1/jobs', '/api/v1/tokens', '/api/v1/accounts']
/** Bodies that their routes read as streams, with limits of their own. */
const BULK = /^\/api\/v1\/uploads(\/|$)/

export function createApp(parts: AppParts) {
  const { config, version, log, newId, now, users, idempotency: store } = parts
  const isHttps = config.url?.startsWith('https:') ?? false
  const cookie = createSessionCookie({ isHttps })

  const app = createRouter()
  app.onError(onError)
  app.notFound(notFoundHandler(app))
  app.use(requestLog({ log, newId }), securityHeaders({ isHttps }))
  app.use(
    '/api/*',
    noStore,
    requireOwnOrigin(config.url, cookie),
    requireJsonBody((path) => BULK.test(path)),
  )

  const open = app
    .route('/', healthRoutes(parts.health))
    .route('/api/v1', statusRoutes(parts.status))
    .route('/api/v1', loginRoutes(users, cookie))
  open.get('/api/v1/openapi.json', openApiHandler(app, version))

  // Routes above are open to everybody; what is mounted from here on needs an account.
  open.use('/api/v1/*', requireAccount(users, cookie))
  open.on('POST', CREATING, withIdempotency({ store, now }))
  const api = open
    .route('/api/v1', userRoutes(users, cookie))
    .route('/api/v1', fileRoutes(parts.files))
    .route('/api/v1/storage', storageRoutes(parts.storage))
    .route('/api/v1/panels', panelRoutes(parts.panels))
    .route('/api/v1/jobs', jobRoutes(parts.jobs))
  api.route('/api/v1', uploadRoutes(parts.uploads))

  parts.mountPeers(api)
  if (parts.consoleDir !== undefined) api.use(...consoleFiles(parts.consoleDir))
  return api
}
