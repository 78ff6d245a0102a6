import { byteWords } from '@crosspanel/protocol/byte-words'
import { DomainError } from '@crosspanel/protocol/problem'

export interface DiskFloorDeps {
  /** Bytes that this process may still write. */
  readonly freeBytes: () => Promise<number>
  /** Free space that is never used up by what can wait. */
  readonly floorBytes: number
}

/** Why something that would need disk space is not begun. */
export interface Shortage {
  readonly seen: string
  readonly why: string
  readonly fix: string
}

export type DiskFloor = ReturnType<typeof createDiskFloor>

/** Says before something is begun whether there is room for it. Nobody has to be told when there is again: asking again is enough. */
export function createDiskFloor({ freeBytes, floorBytes }: DiskFloorDeps) {
  /** Undefined if there is room for so many bytes more. */
  async function findShortage(neededBytes: number): Promise<Shortage | undefined> {
    const free = await freeBytes()
    if (free - neededBytes >= floorBytes) return undefined
    const needed = neededBytes === 0 ? '' : ` and this needs ${byteWords(neededBytes)}`
    return {
      seen: `this site has ${byteWords(Math.max(0, free))} of disk space free${needed}`,
      why: `A site keeps ${byteWords(floorBytes)} free, so that what it has begun can end. This is not the fault of your files.`,
      fix: 'Nothing is lost. Try again later; if it lasts, tell the administrator of your site, who can free or add disk space.',
    }
  }

  return {
    findShortage,
    async require(neededBytes: number): Promise<void> {
      const shortage = await findShortage(neededBytes)
      if (shortage !== undefined) throw refusedBy(shortage)
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

function refusedBy({ seen, why, fix }: Shortage): DomainError {
  return new DomainError('insufficient-storage', `${capital(seen)}. ${why}`, {
    errors: [{ pointer: '', detail: seen, fix }],
  })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
