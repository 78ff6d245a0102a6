import { createReadStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { FileUrlStorage, Upload } from 'tus-js-client'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { bytes, progressLine } from './output.ts'
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
  const label = `Uploading ${basename(path)} (${bytes(size)})`
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
        reject(
          new CliError(`${basename(path)} could not be uploaded`, EXIT.unreachable, {
            cause: error,
          }),
        )
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
