import { canonicalJson } from '@crosspanel/protocol/canonical'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

export async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

/** One digest for anything that is JSON. */
export function valueSha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/** Puts a finished file in its place: on disk first, then under its name. */
export async function commitFile(partial: string, path: string): Promise<void> {
  const file = await open(partial, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
}

export async function writeFileDurably(path: string, text: string): Promise<void> {
  const partial = `${path}.part`
  const file = await open(partial, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
}
