import { createHash } from 'node:crypto'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import { problemOf } from '@crosspanel/protocol/problem'
import {
  chunkLength,
  compareFile,
  openForChunks,
  readChunk,
  sha256Of,
  writeChunk,
} from './chunk-file.ts'
import type { PeerClient } from './peer-client.ts'
import type { PeerReply } from './ports.ts'
import { hasErrorCode, syncDirectory } from './private-file.ts'

/** How often a chunk with wrong bytes is asked for. */
const CHUNK_ATTEMPTS = 3

export interface FetchDeps {
  readonly client: PeerClient
  /** Deadline of one chunk. */
  readonly timeoutMs: number
}
interface Fetch {
  readonly from: SiteId
  readonly blobId: string
  readonly file: TransferFile
  readonly path: string
  readonly signal: AbortSignal
}

/**
 * Fetches a file chunk by chunk into `<path>.part` and moves it to its name when all of it is
 * verified. Chunks that are there already, from before a crash or a cut, are verified again and kept.
 */
export async function fetchFile(deps: FetchDeps, fetch: Fetch): Promise<PeerReply<void>> {
  const { file, path } = fetch
  if (await isThere(path, file)) return { kind: 'answered', value: undefined }
  const part = `${path}.part`
  const handle = await openForChunks(part)
  try {
    const reply = await fetchChunks(deps, fetch, handle)
    if (reply.kind !== 'answered') return reply
    await handle.truncate(file.size)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, path)
  await syncDirectory(dirname(path))
  return { kind: 'answered', value: undefined }
}

async function fetchChunks(
  deps: FetchDeps,
  fetch: Fetch,
  handle: FileHandle,
): Promise<PeerReply<void>> {
  const { file } = fetch
  const whole = createHash('sha256')
  for (const [index, expected] of file.chunkSha256.entries()) {
    let bytes = await readChunk(handle, file, index)
    if (sha256Of(bytes) !== expected) {
      const reply = await fetchChunk(deps, fetch, index, expected)
      if (reply.kind !== 'answered') return reply
      bytes = reply.value
      await writeChunk(handle, index * file.chunkSize, bytes)
    }
    whole.update(bytes)
  }
  if (whole.digest('hex') === file.sha256) return { kind: 'answered', value: undefined }
  return mismatch('the chunks do not make up the file')
}

async function fetchChunk(
  { client, timeoutMs }: FetchDeps,
  { from, blobId, file, signal }: Fetch,
  index: number,
  expected: string,
): Promise<PeerReply<Uint8Array>> {
  const start = index * file.chunkSize
  const size = chunkLength(file, index)
  const call = {
    method: 'GET',
    path: `/peer/v1/blobs/${blobId}`,
    headers: { range: `bytes=${start}-${start + size - 1}` },
    timeoutMs,
    maxBytes: size,
    signal,
  } as const
  for (let attempt = 0; attempt < CHUNK_ATTEMPTS; attempt += 1) {
    const reply = await client.call(from, call)
    if (reply.kind !== 'answered') return reply
    const { status, body } = reply.value
    if (status === 206 && sha256Of(body) === expected) return { kind: 'answered', value: body }
  }
  return mismatch(`chunk ${index} never had the digest that was announced`)
}

function mismatch(detail: string): PeerReply<never> {
  return { kind: 'refused', problem: problemOf('checksum-mismatch', { detail }) }
}

async function isThere(path: string, file: TransferFile): Promise<boolean> {
  try {
    await using handle = await open(path, 'r')
    return (await compareFile(handle, file)).isWhole
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false
    throw error
  }
}
