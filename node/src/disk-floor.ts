import { byteWords } from '@crosspanel/protocol/byte-words'
import type { DomainError } from '@crosspanel/protocol/problem'
import { refusal } from '@crosspanel/protocol/refusals'

export interface DiskFloorDeps {
  /** Bytes that this process may still write. */
  readonly freeBytes: () => Promise<number>
  /** Free space that is never used up by what can wait. */
  readonly floorBytes: number
}

const FIX =
  'Nothing is lost. Try again later; if it lasts, tell the administrator of your site, who can free or add disk space.'

export type DiskFloor = ReturnType<typeof createDiskFloor>

/** Says before something is begun whether there is room for it. Nobody has to be told when there is again: asking again is enough. */
export function createDiskFloor({ freeBytes: readFreeBytes, floorBytes }: DiskFloorDeps) {
  /** Why so many bytes more have no room; undefined if they have. */
  async function findShortage(neededBytes: number): Promise<DomainError | undefined> {
    const free = await readFreeBytes()
    if (free - neededBytes >= floorBytes) return undefined
    const freeBytes = Math.max(0, free)
    const needed = neededBytes === 0 ? '' : ` and this needs ${byteWords(neededBytes)}`
    const seen = `this site has ${byteWords(freeBytes)} of disk space free${needed}`
    const options = { errors: [{ pointer: '', detail: seen, fix: FIX }] }
    return neededBytes === 0
      ? refusal('insufficient-storage.full', { params: { freeBytes, floorBytes }, ...options })
      : refusal('insufficient-storage.needed', {
          params: { freeBytes, neededBytes, floorBytes },
          ...options,
        })
  }

  return {
    findShortage,
    async require(neededBytes: number): Promise<void> {
      const shortage = await findShortage(neededBytes)
      if (shortage !== undefined) throw shortage
    },
  }
}

/** Whether an error, or one that it came of, says that the disk or its quota is full. */
export function isDiskFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && (at.code === 'ENOSPC' || at.code === 'EDQUOT')) return true
  }
  return false
}
