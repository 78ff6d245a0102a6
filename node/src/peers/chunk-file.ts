import { createHash, hash } from 'node:crypto'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import type { Sha256 } from '@crosspanel/protocol/ids'
import { DomainError } from '@crosspanel/protocol/problem'
import { hasErrorCode, OWNER_ONLY_DIRECTORY } from './private-file.ts'

/** Bytes of one chunk: `chunkSize`, or what is left of the file. */
export function chunkLength(file: TransferFile, index: number): number {
  return Math.min(file.chunkSize, file.size - index * file.chunkSize)
}

export function sha256Of(bytes: Uint8Array): Sha256 {
  return hash('sha256', bytes, 'hex')
}

/** Opens a file for chunks, making it when it is not there, never emptying it. Only the owner can read it. */
export async function openForChunks(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_DIRECTORY })
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error
    return open(path, 'wx+', 0o600)
  }
}

/** Writes bytes at their place; they are on disk when it resolves. Throws `insufficient-storage` when there is no room. */
export async function writeChunk(
  handle: FileHandle,
  position: number,
  bytes: Uint8Array,
): Promise<void> {
  try {
    let written = 0
    while (written < bytes.byteLength) {
      const rest = bytes.byteLength - written
      const { bytesWritten } = await handle.write(bytes, written, rest, position + written)
      written += bytesWritten
    }
    await handle.datasync()
  } catch (cause) {
    if (!hasErrorCode(cause, 'ENOSPC', 'EDQUOT')) throw cause
    throw new DomainError('insufficient-storage', undefined, { cause })
  }
}

/** The bytes of one chunk, fewer when the file ends before. */
export async function readChunk(
  handle: FileHandle,
  file: TransferFile,
  index: number,
): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(chunkLength(file, index))
  let filled = 0
  while (filled < buffer.byteLength) {
    const position = index * file.chunkSize + filled
    const { bytesRead } = await handle.read(buffer, filled, buffer.byteLength - filled, position)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

/**
 * Compares a file on disk with its description, chunk by chunk and as a whole. `firstBadChunk` is
 * undefined when every chunk is right; `isWhole` when the digest of all of it is right, too.
 */
export async function compareFile(
  handle: FileHandle,
  file: TransferFile,
): Promise<{ readonly isWhole: boolean; readonly firstBadChunk: number | undefined }> {
  const whole = createHash('sha256')
  for (const [index, expected] of file.chunkSha256.entries()) {
    const bytes = await readChunk(handle, file, index)
    if (sha256Of(bytes) !== expected) return { isWhole: false, firstBadChunk: index }
    whole.update(bytes)
  }
  const { size } = await handle.stat()
  const isWhole = size === file.size && whole.digest('hex') === file.sha256
  return { isWhole, firstBadChunk: undefined }
}
