import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import { decrypt } from '@crosspanel/protocol/crypt4gh/stream'
import { JobSamples } from '@crosspanel/protocol/job'
import { DomainError } from '@crosspanel/protocol/problem'
import { nodeCiphers } from '../files/crypt4gh-node.ts'
import { relabelFiles } from '../pipeline/relabel-files.ts'
import type { Api } from './api.ts'
import type { FetchedFile } from './download.ts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

/**
 * Opens result files with the researcher's secret key and gives the samples their own ids back:
 * the host saw job-local ones only. The encrypted files are removed once their contents are safe.
 */
export async function decryptResults(
  api: Api,
  jobId: string,
  files: readonly FetchedFile[],
  secretKey: Uint8Array,
): Promise<readonly string[]> {
  const { sampleIds } = await api.call(`/api/v1/jobs/${jobId}/samples`, JobSamples)
  const opened: string[] = []
  for (const { path } of files) {
    const target = path.replace(/\.c4gh$/, '')
    if (target !== path) await open(path, target, secretKey)
    opened.push(target)
  }
  const sealed = files.filter(({ file }) => file.encryptedFor === 'researcher')
  await relabelFiles({
    dir: dirname(opened[0] ?? '.'),
    names: sealed.map(({ file }) => file.name),
    sampleIds,
    signal: new AbortController().signal,
  }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
    throw new CliError(error.message, EXIT.integrity, { cause: error })
  })
  for (const { path } of sealed) await rm(path)
  return opened
}

async function open(path: string, target: string, secretKey: Uint8Array): Promise<void> {
  const part = `${target}.part`
  const plain = decrypt(createReadStream(path), secretKey, nodeCiphers)
  try {
    await pipeline(
      Readable.from(plain, { objectMode: false }),
      createWriteStream(part, { mode: 0o600 }),
    )
  } catch (error) {
    await rm(part, { force: true })
    if (!(error instanceof Crypt4ghError)) throw error
    throw new CliError(`a result cannot be decrypted: ${error.message}`, EXIT.integrity, {
      cause: error,
    })
  }
  await rename(part, target)
}
