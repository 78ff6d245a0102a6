import { randomUUID } from 'node:crypto'
import { constants, type StatsFs } from 'node:fs'
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ByteRange } from '@crosspanel/protocol/crypt4gh/range'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
const READ_BYTES = 262_144
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const BLOB_NAME = /^([0-9a-f-]{36})\.(c4gh|part|\d+\.tail)$/

/** Beside the blobs, so that a copy of them all is a copy of this, too. */
export const MARK_NAME = 'store-id'

/** A blob that is read in ranges until it is closed. One in a directory stays readable even if it is removed meanwhile. */
export interface OpenBlob {
  readonly sizeBytes: number
  read(range: ByteRange): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** A blob that is being written. Nothing is safe on disk before `sync`. */
export interface PartialBlob extends OpenBlob {
  /** Forgets everything behind `sizeBytes`, so that the next bytes come there. */
  truncate(sizeBytes: number): Promise<void>
  append(bytes: Uint8Array): Promise<void>
  sync(): Promise<void>
}

/** Where a blob is in the directory of a store. */
export function blobPath(blobId: string, suffix = 'c4gh'): string {
  if (!UUID.test(blobId)) throw new Error('a blob is named by a UUID in lower case')
  return join(blobId.slice(-2), blobId.slice(-4, -2), `${blobId}.${suffix}`)
}

export interface ListedBlob {
  readonly blobId: string
  readonly sizeBytes: number
  readonly changedAt: Date
}

/** Where blobs are kept. A blob is shown under its name when it is whole and safe; what is in it, is for others to say. */
export interface BlobStore {
  createPart(blobId: string): Promise<PartialBlob>
  /** Opens a blob that is not whole yet, also one that had just become whole when the node stopped. */
  openPart(blobId: string): Promise<PartialBlob>
  finishPart(blobId: string): Promise<void>
  /** Writes a whole blob. It is safe, under its final name, when this returns. */
  write(blobId: string, content: AsyncIterable<Uint8Array>): Promise<void>
  /** Undefined if there is no whole blob of this name. */
  find(blobId: string): Promise<OpenBlob | undefined>
  /** Whether there is a whole blob of this name. */
  has(blobId: string): Promise<boolean>
  /** Removes a blob in whatever state it is, or does nothing. */
  remove(blobId: string): Promise<void>
  /** Keeps the end of a partial blob that does not fill a segment, beside it, until more has come. */
  writeTail(blobId: string, offset: number, content: Uint8Array): Promise<void>
  readTail(blobId: string, offset: number): Promise<Uint8Array>
  removeTail(blobId: string, offset: number): Promise<void>
  removeTails(blobId: string): Promise<void>
  /** Whose store this is, in the words of whoever used it first; undefined if nobody has. */
  readMark(): Promise<string | undefined>
  writeMark(mark: string): Promise<void>
  /** Every blob, whole or not, with the time of its last change. One may come more than once. */
  list(): AsyncGenerator<ListedBlob, void, undefined>
  /** Bytes that this process may still write where blobs grow. */
  freeBytes(): Promise<number>
}

/**
 * Blobs as files of one directory, for this user only. Names are made by the server (T15) and spread over
 * two levels of folders; the last digits are taken, since the first of a UUIDv7 are the time.
 * A blob gets its final name when it is whole and on the disk.
 */
export function createBlobStore({ dir }: { readonly dir: string }): BlobStore {
  const pathOf = (blobId: string, suffix: string) => join(dir, blobPath(blobId, suffix))
  const finalPath = (blobId: string) => pathOf(blobId, 'c4gh')
  const partPath = (blobId: string) => pathOf(blobId, 'part')
  const tailPath = (blobId: string, offset: number) => pathOf(blobId, `${offset}.tail`)

  async function createPart(blobId: string): Promise<PartialBlob> {
    const path = partPath(blobId)
    await makeFolder(dirname(path))
    const handle = await open(path, 'ax+', FILE_MODE)
    await syncFolder(dirname(path))
    return partialBlob(handle, 0)
  }

  async function finishPart(blobId: string): Promise<void> {
    await rename(partPath(blobId), finalPath(blobId))
    await syncFolder(dirname(finalPath(blobId)))
  }

  async function remove(blobId: string): Promise<void> {
    const folder = dirname(finalPath(blobId))
    const names = await namesIn(folder)
    const own = names.filter((name) => BLOB_NAME.exec(name)?.[1] === blobId)
    await Promise.all(own.map((name) => rm(join(folder, name), { force: true })))
  }

  return {
    createPart,

    async openPart(blobId: string): Promise<PartialBlob> {
      const handle = await openExisting(partPath(blobId)).catch(async (error: unknown) => {
        if (!isMissing(error)) throw error
        await rename(finalPath(blobId), partPath(blobId))
        return openExisting(partPath(blobId))
      })
      return partialBlob(handle, (await handle.stat()).size)
    },

    finishPart,

    async write(blobId: string, content: AsyncIterable<Uint8Array>): Promise<void> {
      const part = await createPart(blobId)
      try {
        for await (const bytes of content) await part.append(bytes)
        await part.sync()
      } catch (error) {
        await remove(blobId)
        throw error
      } finally {
        await part.close()
      }
      await finishPart(blobId)
    },

    async find(blobId: string): Promise<OpenBlob | undefined> {
      try {
        const handle = await open(finalPath(blobId), 'r')
        return openBlob(handle, (await handle.stat()).size)
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },

    async has(blobId: string): Promise<boolean> {
      try {
        return (await stat(finalPath(blobId))).isFile()
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },

    remove,

    async writeTail(blobId: string, offset: number, content: Uint8Array): Promise<void> {
      const path = tailPath(blobId, offset)
      await writeSynced(path, content)
      await syncFolder(dirname(path))
    },

    readTail(blobId: string, offset: number): Promise<Uint8Array> {
      return readFile(tailPath(blobId, offset))
    },

    async removeTail(blobId: string, offset: number): Promise<void> {
      await rm(tailPath(blobId, offset), { force: true })
    },

    async removeTails(blobId: string): Promise<void> {
      const folder = dirname(finalPath(blobId))
      const tails = (await namesIn(folder)).filter(
        (name) => name.startsWith(blobId) && name.endsWith('.tail'),
      )
      await Promise.all(tails.map((name) => rm(join(folder, name), { force: true })))
    },

    async readMark(): Promise<string | undefined> {
      try {
        return (await readFile(join(dir, MARK_NAME), 'utf8')).trim()
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },

    async writeMark(mark: string): Promise<void> {
      await makeFolder(dir)
      // Two processes may be at it at once.
      const unfinished = join(dir, `${MARK_NAME}.${randomUUID()}`)
      await writeSynced(unfinished, `${mark}\n`)
      await rename(unfinished, join(dir, MARK_NAME))
      await syncFolder(dir)
    },

    async *list(): AsyncGenerator<ListedBlob, void, undefined> {
      for (const outer of await namesIn(dir)) {
        for (const inner of await namesIn(join(dir, outer))) {
          for (const name of await namesIn(join(dir, outer, inner))) {
            const blobId = BLOB_NAME.exec(name)?.[1]
            const found = await stat(join(dir, outer, inner, name)).catch(() => undefined)
            if (blobId && found) yield { blobId, sizeBytes: found.size, changedAt: found.mtime }
          }
        }
      }
    },

    async freeBytes(): Promise<number> {
      const { bavail, bsize } = await statfsOfNearest(dir)
      return bavail * bsize
    },
  }
}

function openExisting(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_APPEND)
}

function openBlob(handle: FileHandle, sizeBytes: number): OpenBlob {
  return {
    sizeBytes,
    // Positioned, so that two ranges of one handle may be read at once. A read stream would close the handle.
    async *read({ start, end }) {
      let position = start
      while (position < end) {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end - position))
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
        if (bytesRead === 0) return
        position += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    },
    close: () => handle.close(),
  }
}

function partialBlob(handle: FileHandle, sizeBytes: number): PartialBlob {
  return {
    ...openBlob(handle, sizeBytes),
    truncate: (size) => handle.truncate(size),
    append: (bytes) => handle.appendFile(bytes),
    sync: () => handle.sync(),
  }
}

async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'w', FILE_MODE)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: FOLDER_MODE })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made))
  }
}

/** Of the folder or the nearest one above it: a folder that was taken away is not made by a look at it. */
async function statfsOfNearest(folder: string): Promise<StatsFs> {
  try {
    return await statfs(folder)
  } catch (error) {
    if (!isMissing(error) || dirname(folder) === folder) throw error
    return statfsOfNearest(dirname(folder))
  }
}

/** Without this, a file that was created or renamed may be gone after a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}
