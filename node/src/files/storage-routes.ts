import { createRoute } from '@hono/zod-openapi'
import { ReconcileReport, ScrubStatus } from '@crosspanel/protocol/file'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer, jsonBody } from '@crosspanel/protocol/routes'
import { z } from 'zod'
import { requireRole } from '../http/authentication.ts'
import { createRouter } from '../http/router.ts'
import type { Reconcile } from './reconcile.ts'
import type { Scrub } from './scrub.ts'

/** What administrators see and ask of the stored files of everybody. */
export interface Storage {
  readonly scrub: Pick<Scrub, 'request' | 'status'>
  readonly reconcile: Reconcile
}

const isAdmin = requireRole('site-admin')

const getScrub = createRoute({
  method: 'get',
  path: '/scrub',
  operationId: 'getScrub',
  summary: 'How far the check of the stored files is',
  middleware: isAdmin,
  responses: {
    200: jsonAnswer('The state of the scrub', ScrubStatus),
    ...problems('unauthenticated', 'forbidden'),
  },
})

const requestScrub = createRoute({
  method: 'post',
  path: '/scrub',
  operationId: 'requestScrub',
  summary: 'Have every stored file checked, however lately it was; begins within a minute',
  middleware: isAdmin,
  responses: {
    202: jsonAnswer('It will be done', ScrubStatus),
    ...problems('unauthenticated', 'forbidden', 'csrf-refused'),
  },
})

const reconcileStorage = createRoute({
  method: 'post',
  path: '/reconcile',
  operationId: 'reconcileStorage',
  summary: 'Remove blobs that no file counts on, and mark files whose blob is missing',
  middleware: isAdmin,
  request: {
    body: jsonBody(z.object({ isDryRun: z.boolean(), isLossAccepted: z.boolean().optional() })),
  },
  responses: {
    200: jsonAnswer('What was found, and done unless it was a dry run', ReconcileReport),
    ...problems(
      'invalid-request',
      'malformed-json',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'storage-unavailable',
    ),
  },
})

export function storageRoutes({ scrub, reconcile }: Storage) {
  return createRouter()
    .openapi(getScrub, async (c) => c.json(await scrub.status(), 200))
    .openapi(requestScrub, async (c) => c.json(await scrub.request(), 202))
    .openapi(reconcileStorage, async (c) => {
      const actor = `account:${c.var.account.id}` as const
      return c.json(await reconcile({ ...c.req.valid('json'), actor }), 200)
    })
}
