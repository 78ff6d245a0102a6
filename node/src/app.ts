import { conditionalJson } from '@crosspanel/protocol/conditional-json'
import type { Hono } from 'hono'
import type { NodeConfig } from './config.ts'
import type { FilesService } from './files/service.ts'
import { fileRoutes } from './files/routes.ts'
import { type Storage, storageRoutes } from './files/storage-routes.ts'
import { uploadRoutes } from './files/upload-routes.ts'
import type { Uploads } from './files/uploads.ts'
import { requireAccount } from './http/authentication.ts'
import { consoleFiles } from './http/console-files.ts'
import { answerInTime } from './http/deadline.ts'
import { digestOf } from './http/digest.ts'
import { docsRoutes } from './http/docs-page.ts'
import type { AppEnv } from './http/env.ts'
import { type IdempotencyDeps, withIdempotency } from './http/idempotency.ts'
import { creatingRoutes } from './http/idempotency-routes.ts'
import { refuseInMaintenance } from './http/maintenance.ts'
import { notFoundHandler } from './http/method-not-allowed.ts'
import { describeOnce } from './http/openapi.ts'
import { refuseForeignPages, requireOwnOrigin } from './http/origin.ts'
import { problemRoutes } from './http/problem-routes.ts'
import { onError } from './http/problems.ts'
import { findAddress, limitAccount, limitAddress } from './http/rate-limit.ts'
import type { RateLimiter } from './http/rate-limiter.ts'
import { type BodyClass, requireJsonBody } from './http/request-body.ts'
import { type RequestLogDeps, requestLog } from './http/request-log.ts'
import { traceRequests } from './http/trace-requests.ts'
import { createRouter } from './http/router.ts'
import { noStore, securityHeaders } from './http/security-headers.ts'
import { type SelfDescription, serviceInfoRoutes } from './http/service-info.ts'
import { createSessionCookie } from './http/session-cookie.ts'
import { createProxyList } from './http/trusted-proxies.ts'
import { watchQueries } from './http/watch-queries.ts'
import { adminJobRoutes } from './jobs/admin-routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import type { JobService } from './jobs/service.ts'
import type { Logger } from './logger.ts'
import { auditRoutes } from './monitoring/audit-routes.ts'
import type { AuditTrail } from './monitoring/audit-trail.ts'
import { alertRoutes } from './monitoring/alert-routes.ts'
import { metricsRoutes, monitoringRoutes, openHealthRoutes } from './monitoring/health-routes.ts'
import type { DashboardService } from './monitoring/dashboard.ts'
import { dashboardRoutes } from './monitoring/dashboard-routes.ts'
import type { HealthService } from './monitoring/health.ts'
import type { Monitoring } from './monitoring/monitoring.ts'
import { healthRoutes, statusRoutes } from './monitoring/routes.ts'
import type { MaintenanceService } from './monitoring/maintenance.ts'
import { maintenanceRoutes } from './monitoring/maintenance-routes.ts'
import type { SettingsService } from './monitoring/settings.ts'
import { siteRoutes } from './monitoring/site-routes.ts'
import type { StatusService } from './monitoring/status.ts'
import type { Announcements } from './notifications/announcements.ts'
import { announcementRoutes } from './notifications/announcement-routes.ts'
import { liveRoutes } from './notifications/live-routes.ts'
import type { LiveStreams } from './notifications/live-streams.ts'
import { createAdministratorCheck } from './monitoring/viewer.ts'
import type { QueryWatch } from './monitoring/query-watch.ts'
import { queryWatchRoutes } from './monitoring/query-watch-routes.ts'
import type { Tracing } from './monitoring/tracing.ts'
import { peerAdminRoutes } from './peers/admin-routes.ts'
import type { PeerAdmin } from './peers/peer-admin.ts'
import { panelRoutes } from './panels/routes.ts'
import type { Notifications } from './notifications/notifications.ts'
import { notificationRoutes } from './notifications/routes.ts'
import type { PanelService } from './panels/service.ts'
import type { QueueService } from './runs/queue-service.ts'
import { queueRoutes } from './runs/routes.ts'
import { accountRoutes } from './users/admin-routes.ts'
import { ownAccountRoutes } from './users/own-routes.ts'
import type { RunService } from './runs/service.ts'
import { deviceApprovalRoutes, deviceRoutes } from './users/device-login-routes.ts'
import { loginRoutes, userRoutes } from './users/routes.ts'
import type { UserService } from './users/users.ts'

/** What the HTTP edge needs of a node. */
export interface AppParts {
  readonly config: SelfDescription &
    Pick<NodeConfig, 'url' | 'trustedProxies' | 'requestTimeoutMs' | 'maxConnections'>
  readonly version: string
  readonly log: Logger
  readonly newId: () => string
  readonly now: () => Date
  readonly health: HealthService
  readonly status: StatusService
  readonly audit: AuditTrail
  readonly monitoring: Pick<Monitoring, 'overall' | 'alerts' | 'history' | 'system' | 'metrics'>
  readonly observe: RequestLogDeps['observe']
  /** Opens `/metrics` from anywhere. */
  readonly metricsToken: string | undefined
  readonly queryWatch: QueryWatch
  readonly tracing: Tracing
  readonly users: UserService
  readonly idempotency: IdempotencyDeps['store']
  readonly rateLimiter: RateLimiter
  readonly files: FilesService
  readonly uploads: Uploads
  readonly storage: Storage
  readonly panels: PanelService
  readonly jobs: JobService
  readonly announcements: Announcements
  readonly live: { readonly streams: LiveStreams }
  readonly queue: QueueService
  readonly notifications: Pick<Notifications, 'inbox' | 'webhooks' | 'mail'>
  readonly maintenance: MaintenanceService
  readonly settings: SettingsService
  readonly backupStatus: Parameters<typeof siteRoutes>[1]
  readonly runs: RunService
  readonly peers: { readonly admin: PeerAdmin }
  readonly dashboard: DashboardService
  /** Mounts the routes that know sites and not accounts: `/peer/v1` and `/.well-known/crosspanel-site`. */
  readonly mountPeers: (app: Hono<AppEnv>) => void
  /** The built console; none is served when undefined. */
  readonly consoleDir?: string | undefined
}

export type NodeApi = ReturnType<typeof createApp>

/** All but what watches the node and the files of the console. */
const LIMITED = ['/api/*', '/peer/*', '/.well-known/*', '/ga4gh/*', '/service-info']
const CONDITIONAL = ['/api/*', '/ga4gh/*', '/service-info']
/** Bodies that their routes read as streams, with limits of their own. */
const BULK = /^\/(api|peer)\/v1\/uploads(\/|$)/
const LOGIN = /^\/api\/v1\/(login|set-up|device-logins|password-recovery|password-reset)/

/** Whether a body may take as long as a slow line needs. */
export const isBulk = (path: string): boolean => BULK.test(path)

function bodyClassOf(path: string): BodyClass {
  if (isBulk(path)) return 'bulk'
  return LOGIN.test(path) ? 'login' : 'json'
}

export function createApp(parts: AppParts) {
  const {
    config,
    version,
    log,
    newId,
    now,
    users,
    monitoring,
    rateLimiter,
    idempotency: store,
  } = parts
  const isHttps = config.url?.startsWith('https:') ?? false
  const cookie = createSessionCookie(config.url)

  const app = createRouter()
  app.onError(onError)
  app.notFound(notFoundHandler(app))
  app.use(
    requestLog({ log, newId, observe: parts.observe }),
    findAddress(createProxyList(config.trustedProxies)),
    securityHeaders({ isHttps }),
  )
  if (parts.tracing.isOn) app.use(traceRequests(parts.tracing))
  if (parts.queryWatch.onQuery !== undefined) app.use(watchQueries(parts.queryWatch))
  const limit = limitAddress(rateLimiter)
  const inTime = answerInTime({
    deadlineMs: config.requestTimeoutMs,
    maxWaiting: config.maxConnections,
    isBulk,
    isDatabaseAway: () => parts.health.hadFailed('database'),
  })
  for (const path of LIMITED) app.use(path, limit, inTime)
  const conditional = conditionalJson(digestOf)
  for (const path of CONDITIONAL) app.use(path, conditional)
  app.use('/api/*', noStore, requireOwnOrigin(config.url, cookie), requireJsonBody(bodyClassOf))

  const open = app
    .route('/', healthRoutes(parts.health))
    .route('/', metricsRoutes(monitoring.metrics, { token: parts.metricsToken, url: config.url }))
    .route(
      '/api/v1',
      openHealthRoutes({
        health: parts.health,
        overall: monitoring.overall,
        isAdministrator: createAdministratorCheck(users),
        cookie,
      }),
    )
    .route('/api/v1', statusRoutes(parts.status))
    .route('/api/v1', loginRoutes(users, cookie))
    .route('/api/v1', deviceRoutes(users))
    .route('/api/v1', problemRoutes())
    .route('/', serviceInfoRoutes(config, version))
  const describe = describeOnce(app, version)
  open.get('/api/v1/openapi.json', (c) => c.json(describe(), 200))
  open.route('/api/v1', docsRoutes('/api/v1/openapi.json'))

  // Routes above are open to everybody; what is mounted from here on needs an account.
  open.use('/api/v1/*', requireAccount(users, cookie), limitAccount(rateLimiter))
  open.use('/api/v1/events', refuseForeignPages(config.url))
  open.use('/api/v1/*', refuseInMaintenance(parts.maintenance, now))
  open.use('/api/v1/*', withIdempotency({ store, now, isCreating: creatingRoutes(app) }))
  const api = open
    .route('/api/v1', userRoutes(users, cookie))
    .route('/api/v1', deviceApprovalRoutes(users))
    .route('/api/v1/admin', auditRoutes(parts.audit))
    .route('/api/v1', monitoringRoutes(monitoring))
    .route('/api/v1/alerts', alertRoutes(monitoring.alerts))
    .route('/api/v1', ownAccountRoutes(users))
    .route('/api/v1', accountRoutes(users))
    .route('/api/v1/admin', queryWatchRoutes(parts.queryWatch))
    .route('/api/v1', fileRoutes(parts.files))
    .route('/api/v1/storage', storageRoutes(parts.storage))
    .route('/api/v1/panels', panelRoutes(parts.panels))
    .route('/api/v1/jobs', jobRoutes(parts.jobs))
    .route('/api/v1', adminJobRoutes(parts.jobs))
    .route('/api/v1', announcementRoutes(parts.announcements))
    .route('/api/v1', liveRoutes(parts.live.streams, cookie))
    .route('/api/v1/admin/queue', queueRoutes(parts.queue))
    .route('/api/v1', notificationRoutes(parts.notifications))
    .route('/api/v1', maintenanceRoutes(parts.maintenance))
    .route('/api/v1', dashboardRoutes(parts.dashboard, parts.jobs, parts.runs))
    .route('/api/v1/admin', siteRoutes(parts.settings, parts.backupStatus))
    .route('/api/v1/admin/peers', peerAdminRoutes(parts.peers.admin))
  api.route('/api/v1', uploadRoutes(parts.uploads))

  parts.mountPeers(api)
  if (parts.consoleDir !== undefined) api.use(...consoleFiles(parts.consoleDir))
  return api
}
