import { fault } from '@crosspanel/protocol/faults'
import type { DomainError } from '@crosspanel/protocol/problem'
import { refusal } from '@crosspanel/protocol/refusals'

export interface DiskFloorDeps {
  /** Bytes that this process may still write. */
  readonly freeBytes: () => Promise<number>
  /** Free space that is never used up by what can wait. */
  readonly floorBytes: number
}

export type DiskFloor = ReturnType<typeof createDiskFloor>

/** Says before something is begun whether there is room for it. Nobody has to be told when there is again: asking again is enough. */
export function createDiskFloor({ freeBytes: readFreeBytes, floorBytes }: DiskFloorDeps) {
  /** Why so many bytes more have no room; undefined if they have. */
  async function findShortage(neededBytes: number): Promise<DomainError | undefined> {
    const free = await readFreeBytes()
    if (free - neededBytes >= floorBytes) return undefined
    const freeBytes = Math.max(0, free)
    const full = { freeBytes, floorBytes }
    if (neededBytes === 0) {
      const errors = [fault('disk-full', '', { freeBytes })]
      return refusal('insufficient-storage.full', { params: full, errors })
    }
    const errors = [fault('disk-needed', '', { freeBytes, neededBytes })]
    return refusal('insufficient-storage.needed', { params: { ...full, neededBytes }, errors })
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
