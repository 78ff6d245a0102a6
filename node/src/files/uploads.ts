import { type Locker, Server } from '@tus/server'
import { createAccountUploads } from './account-uploads.ts'
import type { DiskFloor } from '../disk-floor.ts'
import type { BlobStore } from './blob-store.ts'
import { headersOfFailure, problemOfFailure } from './upload-problems.ts'
import { CHECKSUM_ALGORITHM } from './upload-checksum.ts'
import type { UploadReceiver } from './upload-receiver.ts'
import type { FileStore } from './store.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface UploadsDeps {
  readonly store: Pick<FileStore, 'findUpload' | 'insertUpload'>
  readonly blobs: Pick<BlobStore, 'remove'>
  readonly receiver: UploadReceiver
  /** Keeps an upload to one request at a time. */
  readonly locker: Locker
  /** Deletes a file as its owner asks; refuses while a job uses it. */
  readonly removeFile: (account: { id: string }, id: string) => Promise<void>
  readonly newId: () => string
  readonly now: () => Date
  /** Where the endpoint is mounted: `/api/v1/uploads`. */
  readonly path: string
  readonly maxUploadBytes: number
  readonly diskFloor: Pick<DiskFloor, 'require'>
  /** Bytes that the account may keep; no limit when undefined. */
  readonly storageQuotaOf: (accountId: string) => Promise<number | undefined>
  /** How long after its creation an upload can be resumed. */
  readonly uploadLifetimeMs: number
}
export type Uploads = ReturnType<typeof createUploads>

/** Who uploads, and the id under which the request is logged. */
export interface UploadCaller {
  readonly accountId: string
  readonly requestId: string
}

/** The tus 1.0 endpoint. An upload is a file; its id is the file's. */
export function createUploads(deps: UploadsDeps) {
  return {
    /**
     * Answers one request of a tus client. Refusals are problem documents with the status that tus
     * wants; anything unexpected is thrown.
     */
    async handle(request: Request, caller: UploadCaller): Promise<Response> {
      let failure: unknown
      const server = new Server({
        path: deps.path,
        relativeLocation: true,
        allowedOrigins: [],
        locker: deps.locker,
        maxSize: deps.maxUploadBytes,
        namingFunction: () => deps.newId(),
        getFileIdFromRequest: (_, last) => (last && UUID.test(last) ? last : undefined),
        onIncomingRequest: (incoming) => requireSpace(incoming.method),
        onResponseError: (_, error) => {
          failure = error
          return undefined
        },
        datastore: createAccountUploads(deps, caller.accountId, request.headers),
      })
      const response = await server.handleWeb(request)
      if (request.method === 'OPTIONS') {
        response.headers.set('Tus-Checksum-Algorithm', CHECKSUM_ALGORITHM)
      }
      if (response.status < 400) return response
      const problem = problemOfFailure(failure, response.status, await response.text())
      const { pathname: instance } = new URL(request.url)
      const body = JSON.stringify({ ...problem, instance, requestId: caller.requestId })
      return new Response(body, { status: problem.status, headers: headersOfFailure(failure) })
    },
  }

  async function requireSpace(method: string): Promise<void> {
    if (method !== 'PATCH') return
    await deps.diskFloor.require(0)
  }
}
