import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import { keyIdOf } from '@crosspanel/protocol/keys'
import type { SubmitJob } from '@crosspanel/protocol/job'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import type { MessageType } from '@crosspanel/protocol/message'
import type { PanelAccess, PanelDescription } from '@crosspanel/protocol/panel'
import { DomainError } from '@crosspanel/protocol/problem'
import { type Db, openDb } from '@crosspanel/node/db'
import { nodeCiphers } from '@crosspanel/node/files/crypt4gh-node'
import { openInProcessHints } from '@crosspanel/node/hints'
import type { JobsDeps, PreparedInput } from '@crosspanel/node/jobs/deps'
import { createJobs } from '@crosspanel/node/jobs/jobs'
import { createLogger } from '@crosspanel/node/logger'
import type {
  Federation,
  IncomingMessage,
  MessageHandlers,
  Outbox,
  OutgoingMessage,
  Transfers,
} from '@crosspanel/node/peers/ports'
import type { RunsDeps } from '@crosspanel/node/runs/deps'
import { createRuns } from '@crosspanel/node/runs/runs'
import type { Account } from '@crosspanel/node/users/account'
import { accounts } from '@crosspanel/node/users/schema'
import { cloneDatabase } from './postgres.ts'

export const HOME = 'site:lund'
export const HOST = 'site:cape-town'
export const PANEL_ID = `${HOST}/h3africa-v6`
export const SAMPLE_IDS = Array.from({ length: 25 }, (_, index) => `person-${String(index)}`)

const DIGEST = 'a'.repeat(64)

/** A message on its way between the two sites. */
export interface Letter extends OutgoingMessage<MessageType> {
  readonly mid: string
  readonly from: string
}

export const PANEL: PanelDescription & { access: PanelAccess } = {
  panelId: PANEL_ID,
  version: '6',
  title: 'A panel',
  build: 'GRCh38',
  samples: 300,
  populations: [{ code: 'AFR', samples: 300 }],
  chromosomes: [{ chromosome: '20', start: 1, end: 1_000_000, variants: 1000 }],
  phasingEngines: ['eagle'],
  minSamples: 20,
  maxSamples: 100,
  digest: DIGEST,
  access: 'members',
}

export function submission(more: Partial<SubmitJob> = {}): SubmitJob {
  return {
    panelId: PANEL_ID,
    fileIds: [randomUUID()],
    parameters: {
      build: 'GRCh38',
      qualityControl: 'strict',
      mode: 'imputation',
      phasing: 'auto',
      minR2: 0,
      empiricalDosage: false,
    },
    ...more,
  }
}

export type JobsHarness = Awaited<ReturnType<typeof openJobsHarness>>

/**
 * A home site and a host site with real databases and disks. What lies between them is in memory:
 * letters are delivered when a test says so, and bulk data is copied.
 */
export async function openJobsHarness() {
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'crosspanel-jobs-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const clock = { now: new Date() }
  const now = () => clock.now
  const log = createLogger({ siteId: HOME, logLevel: 'silent' })
  const keys = { [HOME]: await siteKeys(HOME), [HOST]: await siteKeys(HOST) }
  const letters: Letter[] = []
  const delivered: Letter[] = []
  const hinted: OutgoingMessage<MessageType>[] = []
  const refusals: { type: string; code: string }[] = []
  const faults = { unreachable: false, uploadAborts: false }

  async function openSite() {
    const database = stack.use(await cloneDatabase('node'))
    const { db, sql, close } = openDb(database.url)
    stack.defer(close)
    return { db, sql }
  }
  const [homeDb, hostDb] = [await openSite(), await openSite()]

  function outboxOf(from: string): Outbox {
    return {
      send(_tx, message) {
        const mid = randomUUID()
        letters.push({ ...message, mid, from } as Letter)
        return Promise.resolve(mid)
      },
      hint(message) {
        hinted.push(message)
        return Promise.resolve()
      },
    }
  }

  const uploads = new Map<string, { runId: string; path: string; file: TransferFile }>()
  const blobs = new Map<string, { runId: string; path: string; file: TransferFile }>()
  const closed: string[] = []
  const transfers: Transfers = {
    expectUpload(_tx, { runId, path, file }) {
      const id = randomUUID()
      uploads.set(id, { runId, path, file })
      return Promise.resolve(id)
    },
    offerBlob(_tx, { runId, path, file }) {
      const id = randomUUID()
      blobs.set(id, { runId, path, file })
      return Promise.resolve(id)
    },
    close(_tx, runId) {
      closed.push(runId)
      return Promise.resolve()
    },
    async push(_to, uploadId, _file, path, signal) {
      if (faults.unreachable) return { kind: 'unreachable', detail: 'cut' }
      signal.throwIfAborted()
      const upload = uploads.get(uploadId)!
      await copyFile(path, upload.path)
      const { runId } = upload
      await hostDb.db.transaction((tx) => runs.onUploadVerified(tx, { runId, uploadId }))
      return { kind: 'answered', value: undefined }
    },
    async fetch(_from, blobId, _file, path) {
      if (faults.unreachable) return { kind: 'unreachable', detail: 'cut' }
      await copyFile(blobs.get(blobId)!.path, path)
      return { kind: 'answered', value: undefined }
    },
  }

  const federation = {
    document: () => ({ version: 1, expires: new Date(8.64e15), isOpen: true }),
    findSite: (siteId: string) =>
      siteId === HOST
        ? { member: { siteId, status: 'active' }, descriptor: { panels: [PANEL] } }
        : undefined,
    encryptionKeyOf: (siteId: string) => {
      const own = keys[siteId as keyof typeof keys]
      return { key: own.encryption.publicKey, kid: own.encryptionKid }
    },
  } as unknown as Federation

  const prepared: { input: PreparedInput | undefined } = { input: undefined }
  const stored = new Map<string, { name: string; bytes: Buffer; encryptedFor: string }>()
  const researcherKey: { value: Uint8Array | undefined } = { value: undefined }
  const relabelled: string[][] = []

  const jobsDeps: JobsDeps = {
    db: homeDb.db,
    hints: openInProcessHints(),
    log,
    config: {
      siteId: HOME,
      dataDir: join(dir, 'home'),
      runLeaseMs: 15_000,
      peerBackoffMaxMs: 1,
      jobDeadlineDays: 14,
    },
    keys: keys[HOME],
    federation,
    outbox: outboxOf(HOME),
    transfers,
    newId: randomUUID,
    now,
    findUploads: (_accountId, fileIds) =>
      Promise.resolve(
        fileIds.map((fileId) => ({ fileId, name: 'chr20.vcf.gz', isComplete: true })),
      ),
    publicKeyOf: () => Promise.resolve(researcherKey.value),
    async prepareInput({ dir: plainDir }) {
      if (prepared.input !== undefined) return prepared.input
      const path = join(plainDir, 'chr20.vcf.gz')
      await writeFile(path, 'normalised genotypes')
      return {
        kind: 'prepared',
        findings: [],
        sampleIds: SAMPLE_IDS,
        variants: 1234,
        files: [{ name: 'chr20.vcf.gz', path }],
      }
    },
    async storeResult({ name, source, encryptedFor }) {
      const parts: Uint8Array[] = []
      for await (const part of source) parts.push(part)
      const fileId = randomUUID()
      const bytes = Buffer.concat(parts)
      stored.set(fileId, { name, bytes, encryptedFor })
      return { fileId, size: bytes.length, sha256: DIGEST }
    },
    removeFile(_accountId, fileId) {
      stored.delete(fileId)
      return Promise.resolve()
    },
    relabelResults({ sampleIds }) {
      relabelled.push([...sampleIds])
      return Promise.resolve()
    },
  }

  const pipelineRuns: string[] = []
  const pipeline: { run: RunsDeps['runPipeline'] } = {
    async run({ inputs, outDir, workDir }, { onProgress }) {
      pipelineRuns.push(workDir)
      onProgress({ phase: 'imputing', chunksDone: 1, chunksTotal: 1 })
      const path = join(outDir, 'chr20.dose.vcf.gz')
      await copyFile(inputs[0]!, path)
      return { outputs: [{ name: 'chr20.dose.vcf.gz', path }], summary: { version: 1 } }
    },
  }
  const served: { panel: typeof PANEL | undefined } = { panel: PANEL }
  const disk = { freeBytes: 1024 ** 4 }
  const runsDeps: RunsDeps = {
    db: hostDb.db,
    hints: openInProcessHints(),
    log,
    config: {
      siteId: HOST,
      dataDir: join(dir, 'host'),
      isWorker: true,
      cores: 2,
      diskFloorBytes: 1024,
      runLeaseMs: 15_000,
      resultRetentionDays: 14,
      workerName: 'worker/1',
    },
    keys: keys[HOST],
    outbox: outboxOf(HOST),
    transfers,
    newId: randomUUID,
    now,
    findServed: () => {
      const { panel } = served
      const files = { digest: DIGEST } as never
      return Promise.resolve(panel && { files, description: panel, access: panel.access })
    },
    freeBytes: () => Promise.resolve(disk.freeBytes),
    runPipeline: (job, ports) => pipeline.run(job, ports),
  }

  const jobs = createJobs(jobsDeps)
  const runs = createRuns(runsDeps)
  stack.defer(() => jobsDeps.hints[Symbol.asyncDispose]())
  stack.defer(() => runsDeps.hints[Symbol.asyncDispose]())

  async function hand(letter: Letter): Promise<void> {
    const { to, type, from, mid, job, epoch, body } = letter
    const handlers = (to === HOME ? jobs.handlers : runs.handlers) as Partial<MessageHandlers>
    const handler = handlers[type] as MessageHandlers['job.offer']
    const message = { mid, from, job, epoch, issued: clock.now.toISOString(), body }
    const db: Db = to === HOME ? homeDb.db : hostDb.db
    try {
      await db.transaction((tx) => handler(tx, message as IncomingMessage<'job.offer'>))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      refusals.push({ type, code: error.code })
    }
  }

  /** Delivers what is on its way, oldest first, and what that gives rise to. */
  async function deliver(until: (letter: Letter) => boolean = () => false): Promise<void> {
    for (let next = letters.shift(); next !== undefined; next = letters.shift()) {
      if (until(next)) {
        letters.unshift(next)
        return
      }
      delivered.push(next)
      await hand(next)
    }
  }

  async function addAccount(): Promise<Account> {
    const id = randomUUID()
    const row = { id, email: `${id}@example.org`, name: 'A Person', createdAt: clock.now }
    await homeDb.db.insert(accounts).values({ ...row, role: 'researcher' })
    return { id, role: 'researcher', via: 'session' }
  }

  async function submit(account: Account, more: Partial<SubmitJob> = {}) {
    return jobs.service.submit(account, submission(more), randomUUID())
  }

  /** Lets both sites do all there is to do. */
  async function settle(): Promise<void> {
    do {
      await jobs.settle()
      await deliver()
      await runs.settle()
      await deliver()
      await jobs.settle()
    } while (letters.length > 0)
  }

  const owned = stack.move()
  return {
    dir,
    clock,
    keys,
    letters,
    delivered,
    hinted,
    refusals,
    faults,
    prepared,
    stored,
    researcherKey,
    relabelled,
    pipeline,
    pipelineRuns,
    served,
    disk,
    closed,
    uploads,
    federation,
    home: { ...homeDb, deps: jobsDeps, jobs },
    host: { ...hostDb, deps: runsDeps, runs },
    hand,
    deliver,
    settle,
    submit,
    addAccount,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function siteKeys(siteId: string): Promise<JobsDeps['keys']> {
  const secretKey = new Uint8Array(randomBytes(32))
  const publicKey = publicKeyOf(secretKey, nodeCiphers)
  const x = Buffer.from(publicKey).toString('base64url')
  const encryptionKid = await keyIdOf({ kty: 'OKP', crv: 'X25519', x, use: 'enc' })
  return {
    siteId,
    signKid: encryptionKid,
    signKey: undefined as never,
    encryptionKid,
    encryption: { publicKey, secretKey },
    pseudonymKey: new Uint8Array(randomBytes(32)),
  }
}
