import type { Problem } from '@crosspanel/protocol/problem'
import { DetailedError, Upload } from 'tus-js-client'
import { ApiFailure } from '../api/failure.ts'
import type { BeginTransfer } from './draft-upload.ts'

const ENDPOINT = '/api/v1/uploads'
/** What is lost at most when a connection breaks, and what the node makes safe at a time. */
const CHUNK_BYTES = 64 * 1024 * 1024
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000]

/** One file by tus. The draft remembers the upload's id, so tus keeps nothing of its own. */
export const beginTusTransfer: BeginTransfer<File> = (file, fileId, events) => {
  let isOver = false
  let wasLost = false
  let upload = open(fileId)

  function open(known: string | undefined): Upload {
    const own: Upload = new Upload(file, {
      // With an endpoint, tus answers any refusal to tell the offset by a new upload from the first byte.
      endpoint: known === undefined ? ENDPOINT : null,
      uploadUrl: known === undefined ? null : `${ENDPOINT}/${known}`,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      metadata: { filename: file.name },
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        own.options.endpoint = null
        const id = own.url?.split('/').at(-1)
        if (id !== undefined) events.onId(id)
      },
      onAfterResponse: (request, answer) => {
        const offset = Number(answer.getHeader('Upload-Offset') ?? Number.NaN)
        if (request.getMethod() === 'HEAD' && Number.isInteger(offset)) events.onProgress(offset)
      },
      onChunkComplete: (_, acceptedBytes) => events.onProgress(acceptedBytes),
      onShouldRetry: (error) => {
        if (statusOf(error) === undefined) void stopIfUnreadable()
        return mayChange(statusOf(error))
      },
      onSuccess: () => {
        isOver = true
        events.onDone()
      },
      onError: (error) => void end(error),
    })
    return own
  }

  /** A file that was changed on the disk breaks requests just as a node that is away does. */
  async function stopIfUnreadable(): Promise<void> {
    if ((await isReadable(file)) || isOver) return
    isOver = true
    await upload.abort()
    events.onUnreadable()
  }

  async function end(error: Error): Promise<void> {
    const status = statusOf(error)
    if (!wasLost && (status === 404 || status === 410)) {
      wasLost = true
      events.onProgress(0)
      upload = open(undefined)
      upload.start()
      return
    }
    if (status === undefined) await stopIfUnreadable()
    if (isOver) return
    isOver = true
    events.onFailed(failureOf(error))
  }

  return {
    start: () => upload.start(),
    stop: () => {
      isOver = true
      return upload.abort()
    },
  }
}

function statusOf(error: Error): number | undefined {
  return error instanceof DetailedError ? error.originalResponse?.getStatus() : undefined
}

/** 409 and 423: another request for the upload is under way. 429: too many of them. */
function mayChange(status: number | undefined): boolean {
  return status === undefined || status >= 500 || [409, 423, 429].includes(status)
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}

function failureOf(error: Error): ApiFailure {
  const answer = error instanceof DetailedError ? error.originalResponse : null
  if (answer === null || answer === undefined)
    return new ApiFailure('unreachable', { cause: error })
  const problem = problemIn(answer.getBody())
  const status = answer.getStatus()
  return new ApiFailure(problem === undefined && status >= 502 ? 'unreachable' : 'refused', {
    ...{ problem, status, cause: error },
  })
}

function problemIn(body: string): Problem | undefined {
  try {
    const read: unknown = JSON.parse(body)
    return typeof read === 'object' && read !== null && 'code' in read
      ? (read as Problem)
      : undefined
  } catch {
    return undefined
  }
}
