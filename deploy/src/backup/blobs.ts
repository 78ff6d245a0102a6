import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { blobPath } from '@crosspanel/node/files/blob-store'
import { hasErrorCode } from '@crosspanel/node/peers/private-file'
import { digestOf, type Part } from './manifest.ts'

const BLOBS = 'blobs'

export interface CopiedBlobs {
  readonly parts: readonly Part[]
  /** Ids whose blob was not there. */
  readonly absent: readonly string[]
}

/**
 * Copies the blobs that the dump names. They are ciphertext and are never written again, so one on
 * the same file system may be linked instead.
 */
export async function copyBlobs(
  request: { readonly ids: readonly string[]; readonly from: string; readonly to: string },
  options: { readonly isLinked: boolean; readonly onBlob: (done: number) => void },
): Promise<CopiedBlobs> {
  const parts: Part[] = []
  const absent: string[] = []
  for (const id of request.ids) {
    const path = blobPath(id)
    const from = join(request.from, BLOBS, path)
    const to = join(request.to, BLOBS, path)
    try {
      parts.push({ name: `${BLOBS}/${path}`, ...(await copyPart(from, to, options.isLinked)) })
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error
      absent.push(id)
    }
    options.onBlob(parts.length)
  }
  return { parts, absent }
}

/** Copies a file and measures what was read. It is on the disk under its name when this resolves. */
export async function copyPart(
  from: string,
  to: string,
  isLinked = false,
): Promise<Omit<Part, 'name'>> {
  const { size } = await stat(from)
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  if (isLinked && (await hasLinked(from, to))) {
    return { sizeBytes: size, sha256: await digestOf(from) }
  }
  const hash = createHash('sha256')
  let sizeBytes = 0
  const unfinished = `${to}.new`
  await pipeline(
    createReadStream(from),
    async function* measure(source: AsyncIterable<Uint8Array>) {
      for await (const bytes of source) {
        hash.update(bytes)
        sizeBytes += bytes.length
        yield bytes
      }
    },
    createWriteStream(unfinished, { mode: 0o600, flush: true }),
  )
  await rename(unfinished, to)
  return { sizeBytes, sha256: hash.digest('hex') }
}

async function hasLinked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (hasErrorCode(error, 'EXDEV', 'EPERM', 'EMLINK')) return false
    throw error
  }
}

/** Puts the parts of a backup where the node looks for them; a file that is there already in full stays. */
export async function restoreParts(
  path: string,
  dataDir: string,
  parts: readonly Part[],
  onPart: (done: number) => void,
): Promise<void> {
  let done = 0
  for (const part of parts) {
    const to = join(dataDir, part.name)
    const isThere =
      (await stat(to).catch(() => undefined))?.size === part.sizeBytes &&
      (await digestOf(to)) === part.sha256
    if (!isThere) {
      await rm(to, { force: true })
      await copyPart(join(path, part.name), to)
    }
    onPart((done += 1))
  }
}

/** Copies every file below a directory of the node's data. */
export async function copyTree(dataDir: string, into: string, dir: string): Promise<Part[]> {
  const parts: Part[] = []
  for (const name of await readdir(join(dataDir, dir), { recursive: true })) {
    const relative = join(dir, name)
    if (!(await lstat(join(dataDir, relative))).isFile()) continue
    parts.push({
      name: relative,
      ...(await copyPart(join(dataDir, relative), join(into, relative))),
    })
  }
  return parts
}
