import { createRoute } from '@hono/zod-openapi'
import { FileKind, FileList, FileView, StorageUsage } from '@crosspanel/protocol/file'
import { z } from 'zod'
import { problems } from '@crosspanel/protocol/problem-responses'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from '../http/router.ts'
import type { FilesService } from './service.ts'

const PAGE_MAX = 200

const params = z.object({ id: z.uuid() })
const bytesAnswer = (description: string) => ({
  description,
  content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
})

const listFiles = createRoute({
  method: 'get',
  path: '/files',
  operationId: 'listFiles',
  summary: 'The uploads and results of this account, newest first',
  request: {
    query: z.object({
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
      kind: FileKind.optional(),
      /** `receiving`: uploads that can be resumed. */
      state: z.enum(['receiving', 'complete']).optional(),
    }),
  },
  responses: {
    200: jsonAnswer('A page of files', FileList),
    ...problems('invalid-request', 'unauthenticated'),
  },
})

const getUsage = createRoute({
  method: 'get',
  path: '/files/usage',
  operationId: 'getStorageUsage',
  summary: 'How much this account keeps, and how much it may keep',
  responses: { 200: jsonAnswer('The usage', StorageUsage), ...problems('unauthenticated') },
})

const getFile = createRoute({
  method: 'get',
  path: '/files/{id}',
  operationId: 'getFile',
  summary: 'One file; of one that was deleted, when its bytes were destroyed',
  request: { params },
  responses: {
    200: jsonAnswer('The file', FileView),
    ...problems('invalid-request', 'unauthenticated', 'file-not-found'),
  },
})

const downloadFile = createRoute({
  method: 'get',
  path: '/files/{id}/content',
  operationId: 'downloadFile',
  summary:
    'The bytes of a file: opened, or as a Crypt4GH file if it is encrypted for the researcher',
  request: {
    params,
    headers: z.object({
      range: z.string().optional().meta({ description: 'One range of bytes' }),
      'if-range': z.string().optional().meta({ description: 'The ETag of an earlier answer' }),
    }),
  },
  responses: {
    200: bytesAnswer('The whole file; `Repr-Digest` has its SHA-256'),
    206: bytesAnswer('The range that was asked for'),
    ...problems(
      'invalid-request',
      'unauthenticated',
      'file-not-found',
      'upload-incomplete',
      'file-expired',
      'file-damaged',
      'range-not-satisfiable',
    ),
  },
})

const deleteFile = createRoute({
  method: 'delete',
  path: '/files/{id}',
  operationId: 'deleteFile',
  summary: 'Delete a file for good',
  request: { params },
  responses: {
    204: { description: 'The file is gone' },
    ...problems(
      'invalid-request',
      'unauthenticated',
      'forbidden',
      'csrf-refused',
      'file-not-found',
      'file-expired',
      'file-in-use',
    ),
  },
})

export function fileRoutes(files: FilesService) {
  return createRouter()
    .openapi(listFiles, async (c) =>
      c.json(await files.list(c.var.account, c.req.valid('query')), 200),
    )
    .openapi(getUsage, async (c) => c.json(await files.usage(c.var.account), 200))
    .openapi(getFile, async (c) =>
      c.json(await files.require(c.var.account, c.req.valid('param').id), 200),
    )
    .openapi(downloadFile, async (c) => {
      const { body, status, headers } = await files.download(
        c.var.account,
        c.req.valid('param').id,
        {
          range: c.req.header('range'),
          ifRange: c.req.header('if-range'),
          hasBody: c.req.method !== 'HEAD',
        },
      )
      // Answered meanwhile for being late: nobody would read it, nor let the file go.
      if (c.finalized) await body?.cancel()
      return c.newResponse(body, { status, headers })
    })
    .openapi(deleteFile, async (c) => {
      await files.remove(c.var.account, c.req.valid('param').id)
      return c.body(null, 204)
    })
}
