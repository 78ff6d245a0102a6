import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SubmitJob } from '@crosspanel/protocol/job'
import type { PanelAccess, PanelDescription } from '@crosspanel/protocol/panel'
import { DomainError } from '@crosspanel/protocol/problem'
import { openDb } from '@crosspanel/node/db'
import { openInProcessHints } from '@crosspanel/node/hints'
import type { JobsDeps, PreparedInput } from '@crosspanel/node/jobs/deps'
import { createJobs } from '@crosspanel/node/jobs/jobs'
import { createLogger } from '@crosspanel/node/logger'
import type { IncomingMessage, KnownSite, MessageHandlers } from '@crosspanel/node/peers/ports'
import type { RunsDeps, ServedPanel } from '@crosspanel/node/runs/deps'
import { createRuns } from '@crosspanel/node/runs/runs'
import type { Account } from '@crosspanel/node/users/account'
import { accounts } from '@crosspanel/node/users/schema'
import { expectExactCounts as expectExact } from './counts.ts'
import { createFakeTransfers, createPost, createSiteKeys, type Letter } from './fake-peers.ts'
import { cloneDatabase } from './postgres.ts'

export const HOME = 'site:lund'
export const HOST = 'site:cape-town'
export const PANEL_ID = `${HOST}/h3africa-v6`
export const SAMPLE_IDS = Array.from({ length: 25 }, (_, index) => `person-${String(index)}`)
const DIGEST = 'a'.repeat(64)

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

const PANEL_FILES: ServedPanel['files'] = {
  panelId: PANEL_ID,
  build: 'GRCh38',
  digest: DIGEST,
  samples: 300,
  populations: PANEL.populations,
  chromosomes: [],
  phasingEngines: ['eagle'],
  policy: { minSamples: 20, maxSamples: 100, maxAlleleSwitches: 100 },
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

interface StoredResult {
  readonly jobId: string
  readonly jobEpoch: number
  readonly name: string
  readonly text: string
  readonly encryptedFor: string
}

/** What tests change of the world of the two sites. */
function createWorld() {
  return {
    now: new Date(),
    host: {
      member: { siteId: HOST, status: 'active' },
      descriptor: { panels: [PANEL] },
    } as unknown as KnownSite | undefined,
    isFederationOpen: true,
    quota: { jobsLive: 100, jobsPerDay: 500 },
    /** Undefined: the files are good. */
    input: undefined as PreparedInput | undefined,
    missingFiles: new Set<string>(),
    incompleteFiles: new Set<string>(),
    /** Between the check of a submission and its end. */
    filesDeletedMeanwhile: new Set<string>(),
    researcherKey: undefined as Uint8Array | undefined,
    served: PANEL as typeof PANEL | undefined,
    freeBytes: 1024 ** 4,
    /** While it is there the host's disk is full. */
    filler: undefined as string | undefined,
    volumeBytes: 1024 ** 4,
    homeFreeBytes: 1024 ** 4,
    pipeline: imputeByCopying,
    relabel: () => Promise.resolve(),
  }
}
export type World = ReturnType<typeof createWorld>

const imputeByCopying: RunsDeps['runPipeline'] = async ({ inputs, outDir }, { onProgress }) => {
  onProgress({ phase: 'imputing', chunksDone: 1, chunksTotal: 1 })
  const path = join(outDir, 'chr20.dose.vcf.gz')
  for (const input of inputs) await copyFile(input, path)
  return { outputs: [{ name: 'chr20.dose.vcf.gz', path }], summary: { version: 1 } }
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
  const world = createWorld()
  const post = createPost()
  const log = createLogger({ siteId: HOME, logLevel: 'silent' })
  const keys = { home: await createSiteKeys(HOME), host: await createSiteKeys(HOST) }
  const refusals: { type: string; code: string }[] = []
  const stored = new Map<string, StoredResult>()
  const relabelled: string[][] = []
  const [home, host] = [await openSite(stack), await openSite(stack)]
  const fake = createFakeTransfers((upload) =>
    host.db.transaction((tx) => runs.onUploadVerified(tx, upload)),
  )
  const common = { log, transfers: fake.transfers, newId: randomUUID, now: () => world.now }

  const jobsDeps: JobsDeps = {
    ...common,
    ...home,
    outbox: post.outboxOf(HOME),
    keys: keys.home,
    config: {
      siteId: HOME,
      dataDir: join(dir, 'home'),
      runLeaseMs: 15_000,
      peerBackoffMaxMs: 1,
      jobDeadlineDays: 14,
      diskFloorBytes: 1024,
    },
    freeBytes: () => Promise.resolve(world.homeFreeBytes),
    federation: {
      document: () => ({
        version: 1,
        issued: world.now,
        expires: world.now,
        isOpen: world.isFederationOpen,
      }),
      findSite: (siteId) => (siteId === HOST ? world.host : undefined),
      encryptionKeyOf: () => ({
        key: keys.host.encryption.publicKey,
        kid: keys.host.encryptionKid,
      }),
    },
    findUploads: (_accountId, fileIds) =>
      Promise.resolve(
        fileIds
          .filter((fileId) => !world.missingFiles.has(fileId))
          .map((fileId) => ({
            fileId,
            name: 'cohort.vcf.gz',
            isComplete: !world.incompleteFiles.has(fileId),
          })),
      ),
    publicKeyOf: () => Promise.resolve(world.researcherKey),
    jobQuotaOf: () => Promise.resolve(world.quota),
    prepareInput: async (request) => world.input ?? prepareSome(request.dir),
    async storeResult({ jobId, jobEpoch, name, source, encryptedFor }) {
      const parts: Uint8Array[] = []
      for await (const part of source) parts.push(part)
      const fileId = randomUUID()
      const text = Buffer.concat(parts).toString('latin1')
      stored.set(fileId, { jobId, jobEpoch, name, text, encryptedFor })
      return { fileId, size: text.length, sha256: DIGEST }
    },
    discardResults(jobId, upToEpoch) {
      for (const [fileId, result] of stored) {
        if (result.jobId === jobId && result.jobEpoch <= upToEpoch) stored.delete(fileId)
      }
      return Promise.resolve()
    },
    lockUploads: (_tx, _accountId, fileIds) =>
      Promise.resolve(fileIds.filter((id) => !world.filesDeletedMeanwhile.has(id)).length),
    extendRetention: (_tx, { jobId }) =>
      Promise.resolve([...stored.values()].filter((result) => result.jobId === jobId).length),
    relabelResults({ sampleIds }) {
      relabelled.push([...sampleIds])
      return world.relabel()
    },
  }
  const runsDeps: RunsDeps = {
    ...common,
    ...host,
    outbox: post.outboxOf(HOST),
    keys: keys.host,
    config: {
      siteId: HOST,
      dataDir: join(dir, 'host'),
      isWorker: true,
      cores: 2,
      diskFloorBytes: 1024,
      peerMaxLiveRuns: 100,
      runLeaseMs: 15_000,
      jobDeadlineDays: 14,
      resultRetentionDays: 14,
      workerName: 'worker/1',
    },
    findServed: () => {
      const { served } = world
      return Promise.resolve(
        served && { files: PANEL_FILES, description: served, access: served.access },
      )
    },
    freeBytes: () => Promise.resolve(existsSync(world.filler ?? '') ? 0 : world.freeBytes),
    volumeBytes: () => Promise.resolve(world.volumeBytes),
    runPipeline: (job, ports) => world.pipeline(job, ports),
  }
  const jobs = createJobs(jobsDeps)
  const runs = createRuns(runsDeps)

  /** Gives a letter to the site that it is for, as the peers module would. */
  async function hand({ to, type, from, mid, job, epoch, body }: Letter): Promise<void> {
    const isForHome = to === HOME
    const handlers: Partial<MessageHandlers> = isForHome ? jobs.handlers : runs.handlers
    const handler = handlers[type] as MessageHandlers['job.offer']
    const message = { mid, from, job, epoch, issued: world.now.toISOString(), body }
    try {
      await (isForHome ? home : host).db.transaction((tx) =>
        handler(tx, message as IncomingMessage<'job.offer'>),
      )
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      refusals.push({ type, code: error.code })
    }
  }

  /** Delivers what is on its way, oldest first, until nothing is left or `stopAt` is next. */
  async function deliver(stopAt?: Letter['type']): Promise<void> {
    for (let next = post.letters[0]; next !== undefined; next = post.letters[0]) {
      if (next.type === stopAt) return
      post.letters.shift()
      await hand(next)
    }
  }

  async function addAccount(id: string = randomUUID()): Promise<Account> {
    const row = { id, email: `${id}@example.org`, name: 'A Person', createdAt: world.now }
    await home.db.insert(accounts).values({ ...row, role: 'researcher' })
    return { id, role: 'researcher', via: 'session' }
  }

  /** Lets both sites do all there is to do. */
  async function settle(): Promise<void> {
    do {
      await jobs.settle()
      await deliver()
      await runs.settle()
      await deliver()
      await jobs.settle()
    } while (post.letters.length > 0)
  }

  /** That what was kept of the number of jobs and runs is right on both sites. */
  const expectExactCounts = () => Promise.all([home, host].map(({ sql }) => expectExact(sql)))

  /** Forgets every job and run, on both sites, and all that a test has changed. */
  async function reset(): Promise<void> {
    await expectExactCounts()
    await Promise.all(
      [home, host].map(
        ({ sql }) =>
          sql`truncate jobs, runs, workers, job_count_changes, account_job_counts,
            panel_job_counts, day_job_counts, run_count_changes, run_counts cascade`,
      ),
    )
    await rm(dir, { recursive: true, force: true })
    Object.assign(world, createWorld())
    for (const list of [post.letters, post.hints, refusals, relabelled]) list.length = 0
    stored.clear()
    fake.reset()
  }

  const owned = stack.move()
  return {
    reset,
    expectExactCounts,
    dir,
    world,
    keys,
    letters: post.letters,
    hints: post.hints,
    fake,
    refusals,
    stored,
    relabelled,
    home: { ...home, deps: jobsDeps, jobs },
    host: { ...host, deps: runsDeps, runs },
    hand,
    deliver,
    settle,
    addAccount,
    submit: (account: Account, more: Partial<SubmitJob> = {}) =>
      jobs.service.submit(account, submission(more), randomUUID()),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function openSite(stack: AsyncDisposableStack) {
  const database = stack.use(await cloneDatabase('node'))
  const { db, sql, close } = openDb(database.url)
  stack.defer(close)
  return { db, sql, url: database.url, hints: stack.use(openInProcessHints()) }
}

async function prepareSome(dir: string): Promise<PreparedInput> {
  const path = join(dir, 'chr20.vcf.gz')
  await writeFile(path, 'normalised genotypes')
  const files = [{ name: 'chr20.vcf.gz', path }]
  return { kind: 'prepared', findings: [], sampleIds: SAMPLE_IDS, variants: 1234, files }
}
