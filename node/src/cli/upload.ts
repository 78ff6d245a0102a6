import { byteWords } from '@crosspanel/protocol/byte-words'
import { createReadStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { DetailedError, FileUrlStorage, Upload } from 'tus-js-client'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { refusalOf } from '@crosspanel/protocol/problem-text'
import { progressLine } from './output.ts'
import { configDirectory, type Login } from './profile.ts'

/** The Node build of tus-js-client exports it; its types, which are the browser's, leave it out. */
declare module 'tus-js-client' {
  export const FileUrlStorage: new (path: string) => UrlStorage
}

const CHUNK_BYTES = 64 * 1024 * 1024
const RETRY_DELAYS_MS = [0, 500, 1_000, 2_000, 5_000, 10_000]

/** Uploads a file by tus and returns its file id. An upload that was interrupted goes on where it stopped. */
export async function uploadFile(login: Login, path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
    throw new CliError(`${path} cannot be read`, EXIT.usage, { cause: error })
  })
  const directory = configDirectory()
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const line = progressLine()
  const label = `Uploading ${basename(path)} (${byteWords(size)})`
  return new Promise((settle, reject) => {
    const upload = new Upload(createReadStream(path), {
      endpoint: `${login.url}/api/v1/uploads`,
      uploadSize: size,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      headers: { authorization: `Bearer ${login.token}` },
      metadata: { filename: basename(path) },
      urlStorage: new FileUrlStorage(join(directory, 'uploads.json')),
      removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(`${login.url}|${resolve(path)}|${size}|${mtimeMs}`),
      onProgress: (sent) => line.show(label, size === 0 ? 1 : sent / size),
      onError: (error) => {
        line.end()
        failureOf(error, basename(path)).then(reject, reject)
      },
      onSuccess: () => {
        line.end()
        const id = upload.url?.split('/').at(-1)
        if (id === undefined) reject(new CliError('the node named no address for the upload'))
        else settle(id)
      },
    })
    upload
      .findPreviousUploads()
      .then(([previous]) => {
        if (previous !== undefined) upload.resumeFromPreviousUpload(previous)
        upload.start()
      })
      .catch(reject)
  })
}

/** What the node said, if it said something; else the connection was lost, and the upload can go on later. */
async function failureOf(error: Error, name: string): Promise<CliError> {
  const answer = error instanceof DetailedError ? error.originalResponse : null
  if (answer === null || answer.getStatus() < 400) {
    return new CliError(
      `the connection broke while ${name} was on its way; the same command goes on where it stopped`,
      EXIT.unreachable,
      { cause: error },
    )
  }
  const headers = new Headers()
  for (const header of ['content-type', 'retry-after']) {
    const value = answer.getHeader(header)
    if (value !== undefined) headers.set(header, value)
  }
  return refusalOf(
    new Response(answer.getBody(), { status: answer.getStatus(), headers }),
    'the node',
  )
}
