import type { ScrubStatus } from '@crosspanel/protocol/file'
import type { Logger } from '../logger.ts'
import type { DamageStore, ScrubRow } from './damage-store.ts'
import type { SealedBlobs } from './sealed-blobs.ts'
import type { OpenableFile } from './store.ts'
import type { FindMissing } from './missing.ts'
import { findDamage } from './verify.ts'

const DAY_MS = 86_400_000
const LEASE_MS = 60_000

export interface ScrubDeps {
  readonly damages: DamageStore
  readonly sealedBlobs: Pick<SealedBlobs, 'find'>
  readonly findMissing: FindMissing
  /** Every file is read again after so many days. */
  readonly everyDays: number
  readonly bytesPerSecond: number
  readonly pause: (ms: number) => Promise<void>
  readonly log: Logger
  readonly newId: () => string
  readonly now: () => Date
}
export type Scrub = ReturnType<typeof createScrub>

/** Reads stored files again and again, slowly, so that damage is found while there is still a copy somewhere. */
export function createScrub(deps: ScrubDeps) {
  const { damages, sealedBlobs, findMissing, everyDays, bytesPerSecond, pause, log, newId, now } =
    deps
  const holder = newId()
  const verifiedBefore = () => new Date(now().getTime() - everyDays * DAY_MS)

  /** Keeps the pace, and the lease; throws when another process has taken over. */
  function createPacer(signal: AbortSignal) {
    let leasedAt = performance.now()
    return async (count: number): Promise<void> => {
      signal.throwIfAborted()
      await pause((count / bytesPerSecond) * 1000)
      if (performance.now() - leasedAt < LEASE_MS / 3) return
      if ((await damages.lease(holder, LEASE_MS)) === undefined) throw new LeaseLost()
      leasedAt = performance.now()
    }
  }

  /** Whether a blob is gone: that is to be seen beside all others, since one may be lost and many are elsewhere. */
  async function check(file: OpenableFile, signal: AbortSignal): Promise<boolean> {
    const damage = await findDamage(sealedBlobs, file, createPacer(signal))
    const at = now()
    const isMissing = damage === 'missing'
    if (damage === undefined) await damages.markVerified(file.id, at)
    // A file that was deleted while it was read is not damaged.
    const isDamaged = damage === 'altered' && (await damages.mark(file, damage, at))
    if (isDamaged) log.error({ file: file.id, damage }, 'a stored file is damaged')
    if (isDamaged || isMissing) await damages.markChecked(file.id, at)
    await damages.addProgress({ files: 1, bytes: file.size ?? 0, damaged: isDamaged ? 1 : 0 })
    return isMissing
  }

  async function settleMissing(): Promise<void> {
    const { missingBlobs } = await findMissing({ isDryRun: false, isLossAccepted: false })
    await damages.addProgress({ files: 0, bytes: 0, damaged: missingBlobs })
  }

  async function checkAllDue(requestedAt: Date | null, signal: AbortSignal): Promise<void> {
    let file = await damages.nextDue(verifiedBefore(), requestedAt)
    if (file === undefined && requestedAt === null) return
    await damages.beginRound(now())
    let isAnyMissing = false
    while (file !== undefined) {
      isAnyMissing = (await check(file, signal)) || isAnyMissing
      if ((await damages.lease(holder, LEASE_MS)) === undefined) return
      file = await damages.nextDue(verifiedBefore(), requestedAt)
    }
    if (isAnyMissing) await settleMissing()
    await damages.endRound(now(), requestedAt)
  }

  return {
    /** Checks what is due, unless another process does. */
    async round(signal: AbortSignal): Promise<void> {
      const state = await damages.lease(holder, LEASE_MS)
      if (state === undefined) return
      try {
        await checkAllDue(state.requestedAt, signal)
      } catch (error) {
        if (!signal.aborted && !(error instanceof LeaseLost)) throw error
      } finally {
        await damages.release(holder)
      }
    },

    /** Has everything checked from now on, however lately it was; within a minute. */
    async request(): Promise<ScrubStatus> {
      await damages.requestScrub(now())
      return this.status()
    },

    async status(): Promise<ScrubStatus> {
      const row = await damages.scrubRow()
      const [dueFiles, damagedFiles] = await Promise.all([
        damages.countDue(verifiedBefore(), row?.requestedAt ?? null),
        damages.countDamaged(),
      ])
      return { ...statusOf(row), dueFiles, damagedFiles }
    },
  }
}

const timeOf = (at: Date | null) => at?.toISOString() ?? null

function statusOf(row: ScrubRow | undefined): Omit<ScrubStatus, 'dueFiles' | 'damagedFiles'> {
  if (row === undefined) return NEVER
  const { requestedAt, startedAt, finishedAt, checkedFiles, checkedBytes, foundDamaged } = row
  return {
    isRunning: row.leasedBy !== null,
    requestedAt: timeOf(requestedAt),
    startedAt: timeOf(startedAt),
    finishedAt: timeOf(finishedAt),
    checkedFiles,
    checkedBytes,
    foundDamaged,
  }
}

const NEVER = {
  isRunning: false,
  requestedAt: null,
  startedAt: null,
  finishedAt: null,
  checkedFiles: 0,
  checkedBytes: 0,
  foundDamaged: 0,
}

class LeaseLost extends Error {}
