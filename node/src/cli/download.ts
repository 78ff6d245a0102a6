import { byteWords } from '@crosspanel/protocol/byte-words'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { JobDetail, ResultFile } from '@crosspanel/protocol/job'
import { readSecretKeyFile } from '@crosspanel/protocol/crypt4gh/key-file'
import { nodeCiphers } from '../files/crypt4gh-node.ts'
import { type Api, apiFor } from './api.ts'
import { decryptResults } from './decrypt.ts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { findJob } from './jobs.ts'
import { defaultKeyPath } from './keys.ts'
import { readSecret } from './login.ts'
import { note, printJson, progressLine } from './output.ts'
import { requireLogin } from './profile.ts'

export interface DownloadOptions {
  readonly output: string
  readonly key?: string
  readonly passphraseFile?: string
  /** `false` with `--no-decrypt`. */
  readonly decrypt?: boolean
  readonly site?: string
  readonly json?: boolean
}

export async function download(id: string, options: DownloadOptions): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const paths = await downloadResults(api, await findJob(api, id), options)
  if (options.json) printJson(paths)
  else note(`${paths.length} files are in ${options.output}`)
}

/** Fetches, verifies and, where they are for the researcher's key, decrypts all results. Returns their paths. */
export async function downloadResults(
  api: Api,
  job: JobDetail,
  options: Pick<DownloadOptions, 'output' | 'key' | 'passphraseFile' | 'decrypt'> & {
    /** Already opened; without it, it is read where it is needed. */
    readonly secretKey?: Uint8Array
  },
): Promise<readonly string[]> {
  if (job.results.length === 0) {
    throw new CliError(`the job has no results: it is ${job.state}`, EXIT.notFound)
  }
  await mkdir(options.output, { recursive: true })
  const isSealed = job.results.some(({ encryptedFor }) => encryptedFor === 'researcher')
  const isOpened = isSealed && options.decrypt !== false
  const secretKey = isOpened ? (options.secretKey ?? (await readKey(options))) : undefined
  const fetched = []
  for (const file of job.results) fetched.push(await fetchFile(api, file, options.output))
  return secretKey === undefined
    ? fetched.map(({ path }) => path)
    : decryptResults(api, job.id, fetched, secretKey)
}

/** The researcher's secret key, opened; asks for its passphrase on a terminal. */
export async function readKey(
  options: Pick<DownloadOptions, 'key' | 'passphraseFile'>,
): Promise<Uint8Array> {
  const path = options.key ?? defaultKeyPath()
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError(`your secret key is not at ${path}: name it with --key`, EXIT.usage, {
      cause: error,
    })
  })
  const passphrase =
    options.passphraseFile === undefined ? undefined : await readSecret(options.passphraseFile)
  return readSecretKeyFile(text, passphrase, nodeCiphers).catch(async (error: unknown) => {
    if (passphrase !== undefined || !process.stdin.isTTY) {
      throw new CliError(
        error instanceof Error ? error.message : 'the key cannot be opened',
        EXIT.usage,
      )
    }
    const { askPassword } = await import('./prompts.ts')
    return readSecretKeyFile(text, await askPassword('Passphrase of your key'), nodeCiphers)
  })
}

export interface FetchedFile {
  readonly file: ResultFile
  readonly path: string
}

/** Downloads into `.part`, resuming what is there, and renames once the digest is the announced one. */
async function fetchFile(api: Api, file: ResultFile, dir: string): Promise<FetchedFile> {
  const isSealed = file.encryptedFor === 'researcher'
  const path = join(dir, basename(file.name) + (isSealed ? '.c4gh' : ''))
  const part = `${path}.part`
  if ((await sizeOf(path)) === file.size && (await sha256Of(path)) === file.sha256) {
    return { file, path }
  }
  const have = (await sizeOf(part)) ?? 0
  if (have < file.size || file.size === 0) await fetchRest(api, file, part, have)
  if ((await sha256Of(part)) !== file.sha256) {
    await rm(part)
    throw new CliError(
      `${basename(path)} arrived damaged and was removed; download again`,
      EXIT.integrity,
    )
  }
  await rename(part, path)
  return { file, path }
}

async function fetchRest(api: Api, file: ResultFile, part: string, have: number): Promise<void> {
  const answer = await api.raw(`/api/v1/files/${file.fileId}/content`, {
    headers: have > 0 ? { range: `bytes=${have}-` } : {},
  })
  const isResumed = answer.status === 206
  const line = progressLine()
  let done = isResumed ? have : 0
  const body = Readable.fromWeb(
    (answer.body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>,
  )
  body.on('data', (chunk: Uint8Array) => {
    done += chunk.length
    line.show(`Downloading ${file.name} (${byteWords(file.size)})`, done / Math.max(file.size, 1))
  })
  try {
    await pipeline(body, createWriteStream(part, { flags: isResumed ? 'a' : 'w' }))
  } catch (error) {
    // A full disk has an error code of the system; a connection that broke has none of its own.
    if (error instanceof Error && 'syscall' in error && error.syscall === 'write') throw error
    throw new CliError(
      `the connection broke while ${file.name} was on its way; the same command goes on where it stopped`,
      EXIT.unreachable,
      { cause: error },
    )
  } finally {
    line.end()
  }
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  )
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
