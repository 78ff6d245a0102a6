import { because } from '@crosspanel/protocol/causes'
import { createHmac } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findingOf } from '@crosspanel/protocol/findings'
import type { Finding } from '@crosspanel/protocol/job'
import type { TransferFile, TransferManifest } from '@crosspanel/protocol/manifest'
import type { PanelDescription } from '@crosspanel/protocol/panel'
import { DomainError } from '@crosspanel/protocol/problem'
import { makeAttemptDir } from '../attempt-dir.ts'
import { sealFile } from '../sealed-file.ts'
import type { JobsDeps, PreparedInput } from './deps.ts'
import type { Step } from './driver.ts'
import type { LeasedJob } from './driver-store.ts'
import type { JobQueries } from './queries.ts'
import { requireOpenPanel } from './routing.ts'
import type { JobStore } from './store.ts'
import type { WorkDirs } from './work-dirs.ts'

export interface PrepareStepDeps extends Pick<
  JobsDeps,
  'config' | 'keys' | 'federation' | 'outbox' | 'publicKeyOf' | 'prepareInput'
> {
  readonly store: JobStore
  readonly queries: JobQueries
  readonly workDirs: WorkDirs
}

interface HostKey {
  readonly key: Uint8Array
  readonly kid: string
}
type Accepted = Extract<PreparedInput, { kind: 'prepared' }>

const PLAIN = 'plain'
/** While the federation document has expired, or the host has no key, an offer waits this long. */
const CLOSED_WAIT_MS = 30_000

/** Checks and normalises the files, encrypts them for the host, and makes the offer. */
export function createPrepareStep(deps: PrepareStepDeps): Step {
  const { config, keys, federation, outbox, store, queries, workDirs } = deps

  function findPanel(job: LeasedJob) {
    try {
      return requireOpenPanel(federation, config.siteId, job.panelId)
    } catch (error) {
      if (error instanceof DomainError) return undefined
      throw error
    }
  }

  async function refuse(job: LeasedJob, findings: PreparedInput['findings']): Promise<void> {
    await store.transaction(async (tx) => {
      const moved = await store.move(tx, {
        job,
        to: 'rejected',
        by: 'home',
        actor: 'node',
        ...because('refused'),
        leaseToken: job.leaseToken,
      })
      if (moved !== undefined) await store.addFindings(tx, job, config.siteId, findings)
    })
  }

  async function seal(
    dir: string,
    prepared: Accepted,
    hostKey: HostKey,
    signal: AbortSignal,
  ): Promise<TransferManifest> {
    const files: TransferFile[] = []
    for (const { name, path } of prepared.files) {
      const to = join(dir, name)
      files.push(await sealFile({ from: path, to, name, recipients: [hostKey.key] }, signal))
    }
    return { files, recipients: [hostKey.kid] }
  }

  async function offer(
    job: LeasedJob,
    prepared: Accepted,
    input: TransferManifest,
    panelDigest: string,
  ): Promise<boolean> {
    const own = await deps.publicKeyOf(job.accountId)
    const { id, epoch, hostSite, panelId, parameters, deadline, leaseToken } = job
    const { variants, sampleIds, findings } = prepared
    const samples = sampleIds.length
    const set = { samples, variants, input, inputDir: leaseToken } as const
    return store.transaction(async (tx) => {
      const moved = await store.move(tx, {
        job,
        to: 'offered',
        by: 'home',
        actor: 'node',
        ...because('offered', { site: hostSite }),
        set: { ...set, resultFor: own ? 'researcher' : 'site' },
        leaseToken,
      })
      if (moved === undefined) return false
      await store.forgetSamples(tx, id)
      await store.addSamples(tx, id, sampleIds)
      await store.addFindings(tx, job, config.siteId, findings)
      await outbox.send(tx, {
        to: hostSite,
        type: 'job.offer',
        job: id,
        epoch,
        body: {
          panelId,
          panelDigest,
          parameters,
          input,
          samples,
          variants,
          resultRecipient: Buffer.from(own ?? keys.encryption.publicKey).toString('base64url'),
          subject: pseudonym(keys.pseudonymKey, job),
          deadline: deadline.toISOString(),
        },
      })
      return true
    })
  }

  async function prepare(
    job: LeasedJob,
    dir: string,
    panel: PanelDescription,
    hostKey: HostKey,
    signal: AbortSignal,
  ): Promise<boolean> {
    const plainDir = join(dir, PLAIN)
    await mkdir(plainDir, { recursive: true, mode: 0o700 })
    const prepared = await deps.prepareInput({
      jobId: job.id,
      accountId: job.accountId,
      files: await queries.listFiles(job.id),
      build: panel.build,
      minSamples: panel.minSamples,
      maxSamples: panel.maxSamples,
      dir: plainDir,
      signal,
    })
    if (prepared.kind === 'refused') {
      await refuse(job, prepared.findings)
      return false
    }
    const input = await seal(dir, prepared, hostKey, signal)
    // Once the offer is made no attempt looks here again, so the plaintext goes before.
    await rm(plainDir, { recursive: true })
    try {
      return await offer(job, prepared, input, panel.digest)
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'body-too-large') throw error
      await refuse(job, [tooLarge(input)])
      return false
    }
  }

  return async (job, signal) => {
    // An attempt whose lease ran out may still be writing: it must not write over this one's files.
    const dir = await makeAttemptDir(workDirs.pathOf('outgoing', job), job.leaseToken)
    let isOffered = false
    try {
      const panel = findPanel(job)
      const hostKey = federation.encryptionKeyOf(job.hostSite)
      if (panel === undefined || hostKey === undefined) {
        return { kind: 'later', waitMs: CLOSED_WAIT_MS }
      }
      isOffered = await prepare(job, dir, panel, hostKey, signal)
    } finally {
      if (!isOffered) await rm(dir, { recursive: true, force: true })
    }
    return { kind: 'moved' }
  }
}

/** An offer carries a digest of each chunk, so the cap of a message bounds the input. */
function tooLarge({ files }: TransferManifest): Finding {
  const gigabytes = Math.ceil(files.reduce((sum, { size }) => sum + size, 0) / 1e9)
  return findingOf('input-too-large', { params: { gigabytes } })
}

/**
 * The name that a host knows a researcher by: the same for every job that is sent there, and
 * another at each other site, so that sites cannot compare.
 */
function pseudonym(key: Uint8Array, job: LeasedJob): string {
  return createHmac('sha256', key).update(`${job.accountId}|${job.hostSite}`).digest('base64url')
}
