import { spawnSync } from 'node:child_process'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallVolume extends AsyncDisposable {
  readonly dir: string
  /** Writes until not a byte more fits. */
  fill(): Promise<void>
  empty(): Promise<void>
}

/** Said where a test cannot have its volume. */
export const MAY_NOT_MOUNT =
  'a full disk is tried on a volume of its own, which only root may mount here'

const BLOCK = Buffer.alloc(64 * 1024)

/** A file system of its own in memory; undefined where this account may not mount one. */
export async function openSmallVolume(sizeBytes: number): Promise<SmallVolume | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-volume-'))
  const args = ['-t', 'tmpfs', '-o', `size=${sizeBytes},mode=0700`, 'tmpfs', dir]
  if (spawnSync('mount', args).status !== 0) {
    await rm(dir, { recursive: true })
    return undefined
  }
  const filler = join(dir, 'filler')
  return {
    dir,
    async fill() {
      const file = await open(filler, 'w')
      try {
        while (await hasRoom(dir)) await file.write(BLOCK)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        await file.close()
      }
    },
    empty: () => rm(filler),
    async [Symbol.asyncDispose]() {
      spawnSync('umount', ['--lazy', dir])
      await rm(dir, { recursive: true })
    },
  }
}

async function hasRoom(dir: string): Promise<boolean> {
  return (await statfs(dir)).bavail > 0
}
