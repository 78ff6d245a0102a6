import type { Problem } from '@crosspanel/protocol/problem'
import { DetailedError, Upload } from 'tus-js-client'
import { ApiFailure } from '../api/failure.ts'
import type { BeginTransfer } from './upload-run.ts'

const ENDPOINT = '/api/v1/uploads'
/** What is lost at most when a connection breaks, and what the node makes safe at a time. */
const CHUNK_BYTES = 64 * 1024 * 1024
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000]

/** One file by tus. The draft remembers the upload's id, so tus keeps nothing of its own. */
export const beginTusTransfer: BeginTransfer<File> = (file, fileId, events) => {
  const upload = new Upload(file, {
    endpoint: ENDPOINT,
    uploadUrl: fileId === undefined ? null : `${ENDPOINT}/${fileId}`,
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    metadata: { filename: file.name },
    storeFingerprintForResuming: false,
    onUploadUrlAvailable: () => {
      const id = upload.url?.split('/').at(-1)
      if (id !== undefined) events.onId(id)
    },
    onProgress: (sentBytes) => events.onProgress(sentBytes),
    onSuccess: () => events.onDone(),
    onError: (error) => events.onFailed(failureOf(error)),
  })
  return { start: () => upload.start(), stop: () => upload.abort() }
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
