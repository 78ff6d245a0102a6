import { JobDetail, JobList, JobView, ResultFile, SubmitJob } from '@crosspanel/protocol/job'
import { PanelId, SiteId, Timestamp } from '@crosspanel/protocol/ids'
import { JobState } from '@crosspanel/protocol/states'
import { createRoute, z } from '@hono/zod-openapi'
import { problems } from '@crosspanel/protocol/problem-responses'
import { IdempotencyHeaders } from '../http/idempotency-routes.ts'
import { createRouter } from '../http/router.ts'
import type { JobService } from './service.ts'

const JobParams = z.object({ id: z.uuid() })
const PAGE_MAX = 200

const ListQuery = z.object({
  state: JobState.optional(),
  panelId: PanelId.optional(),
  hostSite: SiteId.optional(),
  /** How the name begins, whatever its case. */
  name: z.string().min(1).max(200).optional(),
  /** Submitted then or later. */
  since: Timestamp.optional(),
  /** Submitted before then. */
  until: Timestamp.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
})

const JobResults = z.object({ results: z.array(ResultFile) })
/** In the order of the job-local ids S000001, S000002 ... */
const JobSamples = z.object({ sampleIds: z.array(z.string()) })

const json = <S extends z.ZodType>(schema: S) => ({ 'application/json': { schema } })

const submitJob = createRoute({
  method: 'post',
  path: '/',
  operationId: 'submitJob',
  summary: 'Start a job',
  request: {
    headers: IdempotencyHeaders,
    body: { required: true, content: json(SubmitJob) },
  },
  responses: {
    202: { description: 'The job is being checked', content: json(JobView) },
    ...problems(
      'invalid-request',
      'idempotency-key-missing',
      'unauthenticated',
      'forbidden',
      'file-not-found',
      'upload-incomplete',
      'idempotency-key-reused',
      'idempotency-conflict',
      'panel-unavailable',
      'panel-access-denied',
      'panel-terms-not-accepted',
      'panel-terms-changed',
      'site-unavailable',
      'federation-expired',
      'job-quota-reached',
    ),
  },
})

const listJobs = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listJobs',
  summary: 'The jobs of this account, latest first',
  request: { query: ListQuery },
  responses: {
    200: { description: "The account's jobs, latest first", content: json(JobList) },
    ...problems('invalid-request', 'unauthenticated'),
  },
})

const getJob = createRoute({
  method: 'get',
  path: '/{id}',
  operationId: 'getJob',
  summary: 'One job with its events',
  request: { params: JobParams },
  responses: {
    200: { description: 'The job, with the events of both sites', content: json(JobDetail) },
    ...problems('invalid-request', 'unauthenticated', 'job-not-found'),
  },
})

const cancelJob = createRoute({
  method: 'delete',
  path: '/{id}',
  operationId: 'cancelJob',
  summary: 'Stop a job',
  request: { params: JobParams },
  responses: {
    202: { description: 'The job is cancelled, or its host was asked to stop' },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'job-not-found',
      'job-state-conflict',
    ),
  },
})

const retryJob = createRoute({
  method: 'post',
  path: '/{id}/retry',
  operationId: 'retryJob',
  summary: 'Start a job that failed again',
  request: { params: JobParams },
  responses: {
    202: { description: 'The job is being checked again', content: json(JobView) },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'job-not-found',
      'file-not-found',
      'upload-incomplete',
      'job-state-conflict',
      'panel-terms-not-accepted',
      'panel-terms-changed',
      'panel-unavailable',
      'panel-access-denied',
      'site-unavailable',
      'federation-expired',
      'job-quota-reached',
    ),
  },
})

const listJobResults = createRoute({
  method: 'get',
  path: '/{id}/results',
  operationId: 'listJobResults',
  summary: 'The files of the accepted result',
  request: { params: JobParams },
  responses: {
    200: { description: 'The files of the accepted result', content: json(JobResults) },
    ...problems('invalid-request', 'unauthenticated', 'job-not-found', 'result-not-ready'),
  },
})

const listJobSamples = createRoute({
  method: 'get',
  path: '/{id}/samples',
  operationId: 'listJobSamples',
  summary: 'The sample ids of the input',
  request: { params: JobParams },
  responses: {
    200: { description: 'The sample ids of the input', content: json(JobSamples) },
    ...problems('invalid-request', 'unauthenticated', 'job-not-found'),
  },
})

export function jobRoutes(jobs: JobService) {
  return createRouter()
    .openapi(submitJob, async (c) => {
      const key = c.req.valid('header')['idempotency-key']
      const job = await jobs.submit(c.var.account, c.req.valid('json'), key)
      c.header('location', `/api/v1/jobs/${job.id}`)
      return c.json(job, 202)
    })
    .openapi(listJobs, async (c) =>
      c.json(await jobs.list(c.var.account, c.req.valid('query')), 200),
    )
    .openapi(getJob, async (c) =>
      c.json(await jobs.get(c.var.account, c.req.valid('param').id), 200),
    )
    .openapi(cancelJob, async (c) => {
      await jobs.cancel(c.var.account, c.req.valid('param').id)
      return c.body(null, 202)
    })
    .openapi(retryJob, async (c) =>
      c.json(await jobs.retry(c.var.account, c.req.valid('param').id), 202),
    )
    .openapi(listJobResults, async (c) =>
      c.json({ results: await jobs.listResults(c.var.account, c.req.valid('param').id) }, 200),
    )
    .openapi(listJobSamples, async (c) =>
      c.json({ sampleIds: await jobs.listSamples(c.var.account, c.req.valid('param').id) }, 200),
    )
}
