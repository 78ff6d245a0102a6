import { GeneralJws } from '@crosspanel/protocol/federation'
import { SiteId } from '@crosspanel/protocol/ids'
import { problems } from '@crosspanel/protocol/problem-responses'
import { TakenReport } from '@crosspanel/protocol/report'
import { ActivityQuery, FederationActivity } from '@crosspanel/protocol/site-overview'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { createRoute, z } from '@hono/zod-openapi'
import { createRouter } from '../http/router.ts'
import { activityCsv } from './activity-csv.ts'
import type { ReportService } from './service.ts'

const putReport = createRoute({
  method: 'put',
  path: '/reports/{siteId}',
  operationId: 'putReport',
  summary: 'Tell how a site is',
  security: [],
  request: { params: z.object({ siteId: SiteId }), body: jsonBody(GeneralJws) },
  responses: {
    200: jsonAnswer('The report is taken', TakenReport),
    ...problems(
      'invalid-request',
      'malformed-json',
      'site-not-found',
      'peer-site-suspended',
      'statement-stale',
      'body-too-large',
      'rate-limited',
      'signature-invalid',
    ),
  },
})

/** For sites: what they sign speaks for itself, so nobody logs in here. */
export function reportRoutes(reports: ReportService) {
  return createRouter().openapi(putReport, async (c) => {
    const { siteId } = c.req.valid('param')
    return c.json(await reports.take(siteId, c.req.valid('json')), 200)
  })
}

const getActivity = createRoute({
  method: 'get',
  path: '/activity',
  operationId: 'getActivity',
  summary: 'Runs by day and panel, as their host sites told of them',
  request: { query: ActivityQuery },
  responses: {
    200: jsonAnswer('Whole days up to yesterday, UTC, oldest first', FederationActivity),
    ...problems('invalid-request', 'unauthenticated'),
  },
})

const getActivityCsv = createRoute({
  method: 'get',
  path: '/activity.csv',
  operationId: 'getActivityCsv',
  summary: 'The same as a table for other programs',
  request: { query: ActivityQuery },
  responses: {
    200: {
      description: 'CSV, RFC 4180; `<5` stands for a count of 1 to 4 and for what would tell it',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...problems('invalid-request', 'unauthenticated'),
  },
})

/** For federation admins. */
export function activityRoutes(reports: ReportService) {
  return createRouter()
    .openapi(getActivity, async (c) =>
      c.json(await reports.activity(c.req.valid('query').days), 200),
    )
    .openapi(getActivityCsv, async (c) => {
      const csv = activityCsv(await reports.activity(c.req.valid('query').days))
      return c.body(csv, 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="crosspanel-activity.csv"',
      })
    })
}
