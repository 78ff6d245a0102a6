import { createHash } from 'node:crypto'
import { Crypt4ghError } from '@crosspanel/protocol/crypt4gh/error'
import type { Damage } from './damage-store.ts'
import type { OpenContent, SealedBlobs } from './sealed-blobs.ts'
import type { OpenableFile } from './store.ts'

/**
 * Reads all of a file as a download would, and says what is wrong with it, or undefined. Throws when the
 * store cannot be asked, which says nothing of the file. `onBytes` is told of what was read, and sets the pace.
 */
export async function findDamage(
  sealedBlobs: Pick<SealedBlobs, 'find'>,
  file: OpenableFile,
  onBytes: (count: number) => Promise<void>,
): Promise<Damage | undefined> {
  try {
    const content = await sealedBlobs.find(file)
    if (content === undefined) return 'missing'
    try {
      if (content.sizeBytes !== file.size) return 'altered'
      return (await digestOf(content, onBytes)) === file.sha256 ? undefined : 'altered'
    } finally {
      await content.close()
    }
  } catch (error) {
    if (isDamage(error)) return 'altered'
    throw error
  }
}

async function digestOf(
  content: OpenContent,
  onBytes: (count: number) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of content.read({ start: 0, end: content.sizeBytes })) {
    hash.update(bytes)
    await onBytes(bytes.length)
  }
  return hash.digest('hex')
}

/** A segment that does not open, or a sector of the disk that cannot be read. */
function isDamage(error: unknown): boolean {
  if (error instanceof Crypt4ghError) return true
  return error instanceof Error && 'code' in error && error.code === 'EIO'
}
