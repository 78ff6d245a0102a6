import { randomUUID } from 'node:crypto'
import { conditionalJson } from '@crosspanel/protocol/conditional-json'
import { DomainError } from '@crosspanel/protocol/problem'
import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import { adminRoutes, loginRoutes } from './admin/routes.ts'
import { announcementRoutes, signedAnnouncementRoutes } from './announcements/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import type { RegistryContext } from './context.ts'
import { approvalRoutes, enrolmentRoutes } from './enrolment/routes.ts'
import { federationRoutes } from './federation/routes.ts'
import { callerAddress } from './http/address.ts'
import { consoleFiles } from './http/console-files.ts'
import { answerInTime } from './http/deadline.ts'
import { digestOf } from './http/digest.ts'
import { docsRoutes } from './http/docs-page.ts'
import type { AppEnv } from './http/env.ts'
import { healthRoutes } from './http/health-routes.ts'
import { notFoundHandler } from './http/method-not-allowed.ts'
import { describeApi, describeOnce } from './http/openapi.ts'
import { requireOwnOrigin } from './http/own-origin.ts'
import { onError } from './http/problems.ts'
import { limitAccount, limitAddress } from './http/rate-limit.ts'
import { requireAdmin } from './http/require-admin.ts'
import { noStore, securityHeaders } from './http/security-headers.ts'
import { createSessionCookie } from './http/session-cookie.ts'
import { documentRoutes, memberRoutes } from './members/routes.ts'
import { servicesRoutes } from './members/services-routes.ts'
import { activityRoutes, reportRoutes } from './reports/routes.ts'
import { statusRoutes } from './status/routes.ts'

/** What the HTTP edge needs of a registry. */
type RegistryParts = Pick<
  RegistryContext,
  | 'admins'
  | 'announcements'
  | 'approvals'
  | 'audit'
  | 'checkReady'
  | 'enrolments'
  | 'federation'
  | 'invites'
  | 'listOverviews'
  | 'log'
  | 'members'
  | 'reports'
  | 'services'
  | 'status'
> & {
  readonly config: Pick<
    RegistryContext['config'],
    'federationId' | 'publicUrl' | 'rateAddressPerMin' | 'rateAccountPerMin'
  >
  /** The built console; none is served when undefined. */
  readonly consoleDir?: string | undefined
  /** The longest that a request waits for the database, milliseconds. */
  readonly deadlineMs?: number
}

export type RegistryApp = ReturnType<typeof createRegistryApp>

export const API_VERSION = '1'
/** All but the probes. */
const LIMITED = ['/v1/*', '/services/*', '/service-info', '/openapi.json']
/** Largest body, bytes: a signed document, and what somebody sends who has not logged in. */
const BODY_MAX_BYTES = 1024 * 1024
const LOGIN_BODY_MAX_BYTES = 16 * 1024
const DEADLINE_MS = 10_000
/** What only federation admins may do and see. */
const FOR_ADMINS = [
  '/v1/members/*',
  '/v1/audit',
  '/v1/invites/*',
  '/v1/enrolments/:id/:verb',
  '/v1/announcements/:id',
  '/v1/activity',
  '/v1/activity.csv',
  '/v1/me',
  '/v1/logout',
]

export function createRegistryApp(ctx: RegistryParts) {
  const { config } = ctx
  const app = new OpenAPIHono<AppEnv>()
  app.onError(onError)
  app.notFound(notFoundHandler(app))
  app.use(requestContext(ctx.log))
  const isHttps = config.publicUrl.startsWith('https:')
  const cookie = createSessionCookie(config.publicUrl)
  app.use(securityHeaders({ isHttps }))
  app.use(noStore, conditionalJson(digestOf))
  const limit = limitAddress(config.rateAddressPerMin)
  const inTime = answerInTime(ctx.deadlineMs ?? DEADLINE_MS)
  for (const path of LIMITED) app.use(path, limit, inTime)
  for (const path of ['/v1/login', '/v1/set-up']) app.use(path, limitBody(LOGIN_BODY_MAX_BYTES))
  app.use(limitBody(BODY_MAX_BYTES))

  app.use('/v1/*', requireOwnOrigin(config.publicUrl, cookie))
  const admin = requireAdmin((token, how) => ctx.admins.authenticate(token, how), cookie)
  const account = limitAccount(config.rateAccountPerMin)
  for (const path of FOR_ADMINS) app.use(path, admin, account)
  app.get('/v1/enrolments', admin, account)
  app.post('/v1/announcements', admin, account)

  const describe = describeOnce(app, API_VERSION)
  app.get('/openapi.json', (c) => c.json(describe(), 200))
  app.route('/v1', docsRoutes('/openapi.json'))
  const api = app
    .route(
      '/',
      healthRoutes(() => ctx.checkReady()),
    )
    .route('/', servicesRoutes({ ...config, ...ctx.services, version: API_VERSION }))
    .route('/v1', loginRoutes(ctx.admins, cookie))
    .route('/v1', statusRoutes(ctx.status))
    .route('/v1', reportRoutes(ctx.reports))
    .route('/v1/announcements', signedAnnouncementRoutes(ctx.announcements))
    .route('/v1', adminRoutes(ctx.admins, cookie, config.federationId))
    .route('/v1/enrolments', enrolmentRoutes(ctx.enrolments))
    .route('/v1', approvalRoutes(ctx.enrolments, ctx.approvals, ctx.invites))
    .route('/v1/members', memberRoutes(ctx.members, ctx.listOverviews))
    .route('/v1', activityRoutes(ctx.reports))
    .route('/v1/announcements', announcementRoutes(ctx.announcements))
    .route('/v1/federation', federationRoutes(ctx.federation))
    .route('/v1', documentRoutes(ctx.members))
    .route('/v1/audit', auditRoutes(ctx.audit))
  if (ctx.consoleDir !== undefined) api.use(...consoleFiles(ctx.consoleDir))
  return api
}

/** Gives the request its id, log and address, and writes one line when it has been answered. */
function requestContext(rootLog: RegistryParts['log']) {
  return createMiddleware<AppEnv>(async (c, next) => {
    // An id from outside could forge a trail.
    const requestId = randomUUID()
    c.set('requestId', requestId)
    c.header('x-request-id', requestId)
    const log = rootLog.child({ requestId })
    c.set('log', log)
    const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
    c.set('address', callerAddress(incoming?.socket.remoteAddress, c.req.header('x-forwarded-for')))
    const startMs = performance.now()
    await next()
    const durationMs = Math.round(performance.now() - startMs)
    log.info(
      { method: c.req.method, route: routePath(c), status: c.res.status, durationMs },
      'request',
    )
  })
}

function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new DomainError('body-too-large', `more than ${maxSize} bytes`)
    },
  })
}

/** The description of every route, made from the same schemas that validate the requests. */
export const describeRegistry = (app: RegistryApp) => describeApi(app, API_VERSION)
