import { because } from '@crosspanel/protocol/causes'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '@crosspanel/protocol/canonical'
import { sha256Hex } from '@crosspanel/protocol/digest'
import { findingOf } from '@crosspanel/protocol/findings'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import { DomainError } from '@crosspanel/protocol/problem'
import { createDiskFloor } from '../disk-floor.ts'
import { makeAttemptDir } from '../attempt-dir.ts'
import { openSealedFile, readFileParts } from '../sealed-file.ts'
import type { JobsDeps } from './deps.ts'
import { outcomeOf, type Step, type StepOutcome } from './driver.ts'
import type { DriverStore, LeasedJob } from './driver-store.ts'
import type { JobLeftovers } from './leftovers.ts'
import type { JobQueries } from './queries.ts'
import type { JobStore } from './store.ts'
import type { WorkDirs } from './work-dirs.ts'

export interface ReturnStepDeps extends Pick<
  JobsDeps,
  | 'config'
  | 'freeBytes'
  | 'keys'
  | 'outbox'
  | 'transfers'
  | 'storeResult'
  | 'relabelResults'
  | 'now'
  | 'log'
> {
  readonly store: JobStore
  readonly driverStore: DriverStore
  readonly queries: JobQueries
  readonly workDirs: WorkDirs
  readonly leftovers: JobLeftovers
}

/** The fetched ciphertext, the plaintext beside it while it is opened, and what is stored. */
const ROOM_FACTOR = 3
const NO_ROOM_WAIT_MS = 10_000
/** Fetches and verifies the results, stores them, and tells the host that it may destroy its copy. */
export function createReturnStep(deps: ReturnStepDeps): Step {
  const { keys, outbox, transfers, store, driverStore, queries, workDirs, now } = deps
  const { freeBytes } = deps
  const diskFloor = createDiskFloor({ freeBytes, floorBytes: deps.config.diskFloorBytes })

  async function fetchAll(
    job: LeasedJob,
    files: readonly TransferFile[],
    dir: string,
    signal: AbortSignal,
  ): Promise<StepOutcome | undefined> {
    for (const file of files) {
      const blob = job.blobs?.find(({ name }) => name === file.name)
      if (blob === undefined) throw new Error('a result file without a blob')
      const path = join(dir, file.name)
      const reply = await transfers.fetch(job.hostSite, blob.blobId, file, path, signal)
      if (reply.kind !== 'answered') return outcomeOf(reply)
    }
    return undefined
  }

  /**
   * Opens the results that were encrypted for this site, and gives the samples their names again.
   * False when they are not what they should be.
   */
  async function openAll(
    job: LeasedJob,
    files: readonly TransferFile[],
    dir: string,
    plainDir: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    for (const file of files) {
      const { name } = file
      const secretKey = keys.encryption.secretKey
      const paths = { from: join(dir, name), to: join(plainDir, name) }
      if (!(await openSealedFile({ ...paths, file, secretKey }, signal))) return false
    }
    const names = files.map(({ name }) => name)
    const sampleIds = await queries.listSamples(job.id)
    try {
      await deps.relabelResults({ dir: plainDir, names, sampleIds, signal })
    } catch (error) {
      if (error instanceof DomainError && error.code === 'peer-message-invalid') return false
      throw error
    }
    return true
  }

  /** False when the job is no longer this attempt's. */
  async function storeAll(
    job: LeasedJob,
    files: readonly TransferFile[],
    dir: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const encryptedFor = job.resultFor ?? 'site'
    const stored = await driverStore.listStored(job)
    for (const [position, file] of files.entries()) {
      signal.throwIfAborted()
      const { name } = file
      if (stored.has(name)) continue
      const result = await deps.storeResult({
        accountId: job.accountId,
        jobId: job.id,
        jobEpoch: job.epoch,
        name,
        source: readFileParts(join(dir, name)),
        encryptedFor,
      })
      if (await driverStore.addResult(job, position, { ...result, name, encryptedFor })) continue
      // The job may have ended while the file was written, and been swept before it was there.
      for (const current of await driverStore.listStates([job.id])) {
        await deps.leftovers.discard(current)
      }
      return false
    }
    return true
  }

  async function complete(job: LeasedJob): Promise<boolean> {
    const manifestSha256 = await sha256Hex(canonicalJson(job.resultManifest))
    return store.transaction(async (tx) => {
      const completed = await store.move(tx, {
        job,
        to: 'completed',
        by: 'home',
        actor: 'node',
        ...because('stored'),
        leaseToken: job.leaseToken,
      })
      if (completed === undefined) return false
      await driverStore.acceptResult(tx, completed, manifestSha256, now())
      await outbox.send(tx, {
        to: job.hostSite,
        type: 'result.ack',
        job: job.id,
        epoch: job.epoch,
        body: { accepted: true, manifestSha256 },
      })
      return true
    })
  }

  /** True when there is no room for the results now. They are safe at the host, so the job waits and goes on by itself. */
  async function lacksRoom(job: LeasedJob, files: readonly TransferFile[]): Promise<boolean> {
    const bytes = files.reduce((sum, { size }) => sum + size, 0)
    const shortage = await diskFloor.findShortage(bytes * ROOM_FACTOR)
    if (shortage === undefined) return false
    deps.log.warn({ job: job.id }, 'too little disk space for the results; the job waits')
    await store.transaction((tx) => store.tellWait(tx, job, because('waits.results')))
    return true
  }

  return async (job, signal) => {
    const files = job.resultManifest?.files ?? []
    if (await lacksRoom(job, files)) return { kind: 'later', waitMs: NO_ROOM_WAIT_MS }
    const dir = await workDirs.make('incoming', job)
    const interrupted = await fetchAll(job, files, dir, signal)
    if (interrupted !== undefined) return interrupted
    let isStored = false
    // Another attempt may still be at it, if its lease ran out: it has a directory of its own.
    const plainDir = await makeAttemptDir(join(dir, '.plain'), job.leaseToken)
    try {
      const isSealed = job.resultFor === 'researcher'
      if (!isSealed && !(await openAll(job, files, dir, plainDir, signal))) {
        return { kind: 'failed', finding: findingOf('result-damaged') }
      }
      isStored = await storeAll(job, files, isSealed ? dir : plainDir, signal)
    } finally {
      await rm(plainDir, { recursive: true, force: true })
    }
    if (isStored && (await complete(job))) await rm(dir, { recursive: true, force: true })
    return { kind: 'moved' }
  }
}
