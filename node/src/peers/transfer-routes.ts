import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { SiteId } from '@crosspanel/protocol/ids'
import { DomainError } from '@crosspanel/protocol/problem'
import { type Context, Hono } from 'hono'
import { problemResponse } from '../http/problems.ts'
import { hasErrorCode } from './private-file.ts'
import type { BlobRow } from './transfer-store.ts'
import type { UploadStatus, Uploads } from './uploads.ts'
import type { PeerEnv } from './verify-peer-call.ts'

export const OFFSET_HEADER = 'upload-offset'
export const VERIFIED_HEADER = 'crosspanel-verified'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const RANGE = /^bytes=(\d{1,15})-(\d{1,15})?$/

export interface TransferRoutesDeps {
  readonly uploads: Uploads
  readonly findBlob: (id: string, toSite: SiteId) => Promise<BlobRow | undefined>
}

/** A subset of tus 1.0: one whole chunk of the manifest with each PATCH, and ranges of what waits to be fetched. */
export function transferRoutes({ uploads, findBlob }: TransferRoutesDeps) {
  return (
    new Hono<PeerEnv>()
      // Hono answers HEAD from the GET route.
      .get('/uploads/:id', async (c) => {
        const status = await uploads.status(c.var.peer.siteId, idOf(c))
        return c.body(null, 200, headersOf(status))
      })
      .patch('/uploads/:id', async (c) => {
        const offset = Number(c.req.header(OFFSET_HEADER) ?? Number.NaN)
        if (!Number.isSafeInteger(offset) || offset < 0) {
          throw new DomainError(
            'invalid-request',
            'the header Upload-Offset is missing or malformed',
          )
        }
        const chunk = { offset, bytes: c.var.body }
        const outcome = await uploads.receive(c.var.peer.siteId, idOf(c), chunk)
        if (outcome.kind === 'taken') return c.body(null, 204, headersOf(outcome))
        return problemResponse(c, 'offset-mismatch', {
          detail: `the upload is at ${outcome.offset}`,
          headers: { [OFFSET_HEADER]: String(outcome.offset) },
        })
      })
      .get('/blobs/:id', async (c) => {
        const blob = await findBlob(idOf(c), c.var.peer.siteId)
        if (blob === undefined) throw new DomainError('transfer-not-found')
        if (c.req.method === 'HEAD') {
          return c.body(null, 200, { 'content-length': String(blob.file.size) })
        }
        return sendRange(c, blob)
      })
  )
}

function idOf(c: Context<PeerEnv>): string {
  const id = c.req.param('id') ?? ''
  if (UUID.test(id)) return id
  throw new DomainError('transfer-not-found')
}

function headersOf({ offset, size, isVerified }: UploadStatus): Record<string, string> {
  return {
    [OFFSET_HEADER]: String(offset),
    'upload-length': String(size),
    [VERIFIED_HEADER]: String(isVerified),
    'cache-control': 'no-store',
  }
}

async function sendRange(c: Context<PeerEnv>, { path, file }: BlobRow): Promise<Response> {
  await requireWhole(path, file.size)
  const headers = {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
  }
  const asked = c.req.header('range')
  if (asked === undefined) {
    return c.body(streamOf(path, 0, file.size - 1), 200, {
      ...headers,
      'content-length': String(file.size),
    })
  }
  const [, first, last] = RANGE.exec(asked) ?? []
  const start = Number(first ?? Number.NaN)
  const end = Math.min(Number(last ?? file.size - 1), file.size - 1)
  if (!(start <= end)) {
    return problemResponse(c, 'range-not-satisfiable', {
      headers: { 'content-range': `bytes */${file.size}` },
    })
  }
  return c.body(streamOf(path, start, end), 206, {
    ...headers,
    'content-range': `bytes ${start}-${end}/${file.size}`,
    'content-length': String(end - start + 1),
  })
}

/** Half a file is never sent under a whole file's length. */
async function requireWhole(path: string, size: number): Promise<void> {
  try {
    if ((await stat(path)).size === size) return
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error
  }
  throw new DomainError('transfer-not-found', 'the file is no longer here')
}

function streamOf(path: string, start: number, end: number): ReadableStream {
  if (end < start) return new Blob([]).stream()
  // Opened by whoever reads: an answer that comes too late is never read, nor closed by anybody.
  async function* parts() {
    yield* createReadStream(path, { start, end })
  }
  return Readable.toWeb(Readable.from(parts(), { objectMode: false })) as ReadableStream
}
