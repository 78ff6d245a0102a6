import type { Tx } from '../db.ts'
import type { Purge } from './purge.ts'
import type { RemovalStore } from './removal-store.ts'
import type { FileRow } from './store.ts'

const DAY_MS = 86_400_000

export interface SweepDeps {
  readonly removals: Pick<RemovalStore, 'listExpired' | 'expire' | 'remind'>
  readonly purge: Purge
  /** Whether a job that has not ended uses the file. */
  readonly isInUse: (fileId: string, on: Tx) => Promise<boolean>
  /** How long before results expire their owner is told. */
  readonly reminderDays: number
  readonly now: () => Date
}

/**
 * Ends what has had its time: uploads that were not complete in time, complete files whose retention is over
 * unless a job uses them, and blobs of deleted files. Safe to run at any time, and several times at once.
 */
export function createSweep({ removals, purge, isInUse, reminderDays, now }: SweepDeps) {
  /** Files in use stay at the head of the list, so it is read page by page to its end. */
  async function expireAll(): Promise<number> {
    const at = now()
    let expired = 0
    let last: FileRow | undefined
    for (;;) {
      const page = await removals.listExpired(at, last)
      for (const { id } of page) {
        const tombstone = await removals.expire(id, at, (tx) => isInUse(id, tx))
        if (tombstone === undefined) continue
        expired += 1
        await purge.destroy([tombstone])
      }
      last = page.at(-1)
      if (last === undefined) return expired
    }
  }

  return async function sweep(): Promise<{ expired: number; reminded: number; destroyed: number }> {
    const before = new Date(now().getTime() + reminderDays * DAY_MS)
    const reminded = await removals.remind(before, now())
    return { expired: await expireAll(), reminded, destroyed: await purge.destroyLeft() }
  }
}
