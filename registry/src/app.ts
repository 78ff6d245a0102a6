import { randomUUID } from 'node:crypto'
import { DomainError } from '@crosspanel/protocol/problem'
import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { adminRoutes } from './admin/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import type { RegistryContext } from './context.ts'
import { approvalRoutes, enrolmentRoutes } from './enrolment/routes.ts'
import { federationRoutes } from './federation/routes.ts'
import { callerAddress } from './http/address.ts'
import type { AppEnv } from './http/env.ts'
import { healthRoutes } from './http/health-routes.ts'
import { onError, onNotFound } from './http/problems.ts'
import { requireAdmin } from './http/require-admin.ts'
import { documentRoutes, memberRoutes } from './members/routes.ts'

const BODY_MAX_BYTES = 1024 * 1024

const DESCRIPTION = {
  openapi: '3.1.0',
  info: { title: 'Crosspanel registry', version: '1' },
}

/** What the HTTP edge needs of a registry. */
type RegistryParts = Pick<
  RegistryContext,
  'admins' | 'approvals' | 'audit' | 'checkReady' | 'enrolments' | 'federation' | 'log' | 'members'
>

export type RegistryApp = ReturnType<typeof createRegistryApp>

export function createRegistryApp(ctx: RegistryParts) {
  const app = new OpenAPIHono<AppEnv>()
  app.onError(onError)
  app.notFound(onNotFound)
  app.use(async (c, next) => {
    // An id from outside could forge a trail.
    const requestId = randomUUID()
    c.set('requestId', requestId)
    c.header('x-request-id', requestId)
    const log = ctx.log.child({ requestId })
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
  app.use(secureHeaders())
  app.use(
    bodyLimit({
      maxSize: BODY_MAX_BYTES,
      onError: () => {
        throw new DomainError('body-too-large', `more than ${BODY_MAX_BYTES} bytes`)
      },
    }),
  )

  const admin = requireAdmin((token) => ctx.admins.authenticate(token))
  app.use('/v1/members/*', admin)
  app.use('/v1/audit', admin)
  app.use('/v1/invites', admin)
  app.get('/v1/enrolments', admin)
  app.use('/v1/enrolments/:id/:verb', admin)

  app.doc31('/openapi.json', DESCRIPTION)
  return app
    .route(
      '/',
      healthRoutes(() => ctx.checkReady()),
    )
    .route('/v1', adminRoutes(ctx.admins))
    .route('/v1/enrolments', enrolmentRoutes(ctx.enrolments))
    .route('/v1', approvalRoutes(ctx.enrolments, ctx.approvals))
    .route('/v1/members', memberRoutes(ctx.members))
    .route('/v1/federation', federationRoutes(ctx.federation))
    .route('/v1', documentRoutes(ctx.members))
    .route('/v1/audit', auditRoutes(ctx.audit))
}

/** The description of every route, made from the same schemas that validate the requests. */
export function describeRegistry(app: RegistryApp) {
  return app.getOpenAPI31Document(DESCRIPTION)
}
