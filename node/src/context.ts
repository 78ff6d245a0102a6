import { randomUUIDv7 } from 'node:crypto'
import { mkdir, statfs } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import PQueue from 'p-queue'
import type { NodeConfig, NodeSecrets } from './config.ts'
import { type Db, openDb } from './db.ts'
import { createBlobStore } from './files/blob-store.ts'
import { nodeCiphers } from './files/crypt4gh-node.ts'
import { createSealedBlobs } from './files/sealed-blobs.ts'
import { createFilesService } from './files/service.ts'
import { createFileStore } from './files/store.ts'
import { createSweep } from './files/sweep.ts'
import { createUploadReceiver } from './files/upload-receiver.ts'
import { createUploads } from './files/uploads.ts'
import { type Hints, openHints } from './hints.ts'
import { createIdempotencyStore } from './http/idempotency-store.ts'
import { createInputPreparer } from './jobs/input.ts'
import { createJobs, type Jobs } from './jobs/jobs.ts'
import { createLogger, type Logger } from './logger.ts'
import { startLoop } from './loop.ts'
import { createHealthService, type HealthService } from './monitoring/health.ts'
import { createDatabaseProbes } from './monitoring/probes.ts'
import { createStatusService } from './monitoring/status.ts'
import { createPanelService, type PanelService } from './panels/service.ts'
import { createPanelStore } from './panels/store.ts'
import { createPanelSweep } from './panels/sweep.ts'
import { createPanelTaskStore } from './panels/task-store.ts'
import { createPanelTasks } from './panels/tasks.ts'
import { createPeers, type Peers, type PeersDeps } from './peers/peers.ts'
import type { Federation, SiteKeys } from './peers/ports.ts'
import { readSiteKeys } from './peers/site-keys.ts'
import { SOFTWARE } from './peers/statement.ts'
import { detectEngines, type Engines } from './pipeline/engines.ts'
import { createBcfReader } from './pipeline/input/bcf.ts'
import { relabelFiles } from './pipeline/relabel-files.ts'
import { runPipeline } from './pipeline/run-pipeline.ts'
import { createRuns, type Runs } from './runs/runs.ts'
import { openUsers } from './users/first-administrator.ts'

const UPLOAD_LIFETIME_MS = 7 * 86_400_000
const SWEEP_MS = 600_000

/** What tests put in the place of a part: the executor's work, the clock, the log. */
export interface ContextOverrides {
  readonly log?: Logger
  readonly now?: () => Date
  readonly runPipeline?: typeof runPipeline
}

/** What every module is built from. */
interface Base {
  readonly config: NodeConfig
  readonly db: Db
  readonly hints: Hints
  readonly log: Logger
  readonly keys: SiteKeys
  readonly engines: Engines
  readonly newId: () => string
  readonly now: () => Date
  readonly freeBytes: () => Promise<number>
}

export type NodeContext = Awaited<ReturnType<typeof createContext>>

/**
 * Builds every long-lived object of one node, in dependency order. Disposing of it releases what was
 * opened, in reverse; its loops have to be disposed of before.
 */
export async function createContext(
  config: NodeConfig,
  secrets: NodeSecrets,
  overrides: ContextOverrides = {},
) {
  await using stack = new AsyncDisposableStack()
  const base = await openBase(config, secrets, overrides, stack)
  const users = openUsers(base.db, base.now)
  // Peers deliver messages to jobs and runs, which send theirs through peers: the circle is closed here.
  const circle: Circle = {}
  const peers = stack.use(await createPeers({ ...base, ...peerPorts(circle) }))
  const panels = createPanels(base, peers.federation, stack)
  peers.describePanels(panels.listOwn)
  const files = createFiles(base, circle)
  const jobs = createJobs({
    ...base,
    ...peers,
    findUploads: files.service.findUploads,
    publicKeyOf: users.publicKeyOf,
    storeResult: files.service.storeResult,
    relabelResults: relabelFiles,
    discardResults: files.service.discardResults,
    prepareInput: createInputPreparer({
      openPlain: files.service.openPlain,
      bcfToText: bcfReaderOf(base.engines),
    }),
  })
  const runs = createRunModule(base, peers, panels.findServed, overrides)
  const monitoring = createMonitoring(base, peers, panels, runs)
  Object.assign(circle, { jobs, runs, health: monitoring.health })
  const idempotency = createIdempotencyStore(base.db)
  const sweepPanels = createPanelSweep({
    ...base,
    store: createPanelStore(base.db),
    tasks: createPanelTaskStore(base.db),
    dataDir: config.dataDir,
    digestsInUse: runs.service.panelDigestsInUse,
  })
  const sweep = async () => {
    await files.sweep()
    await sweepPanels()
    await users.removeExpired()
    await idempotency.removeExpired(base.now())
  }
  const owned = stack.move()
  return {
    ...base,
    ...monitoring,
    users,
    files: files.service,
    uploads: files.uploads,
    panels,
    peers,
    jobs,
    runs,
    idempotency,
    loops: () => startLoops(base, [peers, jobs, runs], sweep),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function openBase(
  config: NodeConfig,
  secrets: NodeSecrets,
  overrides: ContextOverrides,
  stack: AsyncDisposableStack,
): Promise<Base> {
  const log = overrides.log ?? createLogger(config)
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const { db, close } = openDb(secrets.databaseUrl)
  stack.defer(close)
  const hints = stack.use(openHints(secrets.redisUrl, `crosspanel:${config.siteId}`, log))
  const engines = await detectEngines()
  for (const { name, debianPackage } of engines.missing) {
    log.warn({ engine: name, debianPackage }, 'an engine is missing')
  }
  return {
    config,
    db,
    hints,
    log,
    engines,
    keys: await readSiteKeys(join(config.dataDir, 'keys')),
    newId: randomUUIDv7,
    now: overrides.now ?? (() => new Date()),
    async freeBytes() {
      const { bavail, bsize } = await statfs(config.dataDir)
      return bavail * bsize
    },
  }
}

function bcfReaderOf({ found }: Engines) {
  if (found.bcftools === undefined) return undefined
  return createBcfReader({ bcftools: found.bcftools.file, prlimit: found.prlimit?.file })
}

/** Modules that peers call, once they are built. */
interface Circle {
  jobs?: Jobs
  runs?: Runs
  health?: HealthService
}

function requireBuilt<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('a module was called before the context was built')
  return part
}

function peerPorts(
  circle: Circle,
): Pick<PeersDeps, 'handlers' | 'onUploadVerified' | 'onRefused' | 'healthFacts'> {
  const jobs = () => requireBuilt(circle.jobs)
  const runs = () => requireBuilt(circle.runs)
  return {
    handlers: {
      'job.offer': (tx, message) => runs().handlers['job.offer'](tx, message),
      'job.cancel': (tx, message) => runs().handlers['job.cancel'](tx, message),
      'result.ack': (tx, message) => runs().handlers['result.ack'](tx, message),
      'job.accept': (tx, message) => jobs().handlers['job.accept'](tx, message),
      'job.reject': (tx, message) => jobs().handlers['job.reject'](tx, message),
      'job.event': (tx, message) => jobs().handlers['job.event'](tx, message),
      'job.heartbeat': (tx, message) => jobs().handlers['job.heartbeat'](tx, message),
      'result.ready': (tx, message) => jobs().handlers['result.ready'](tx, message),
      'job.cancel-too-late': (tx, message) => jobs().handlers['job.cancel-too-late'](tx, message),
    },
    onUploadVerified: (tx, upload) => runs().onUploadVerified(tx, upload),
    onRefused: (tx, message, code) => jobs().onMessageRefused(tx, { ...message, code }),
    async healthFacts() {
      const health = requireBuilt(circle.health)
      const [isReady, facts] = await Promise.all([health.isReady(), runs().service.queueFacts()])
      return { isReady, ...facts }
    },
  }
}

function createPanels(base: Base, federation: Federation, stack: AsyncDisposableStack) {
  const { db, engines, config, newId, now, log } = base
  const tasks = createPanelTasks({ tasks: createPanelTaskStore(db), newId, now, log })
  stack.use(tasks)
  return createPanelService({
    store: createPanelStore(db),
    tasks,
    federation,
    engines,
    siteId: config.siteId,
    siteName: config.siteName,
    dataDir: config.dataDir,
    now,
  })
}

function createFiles(base: Base, circle: Circle) {
  const { db, keys, config, newId, now } = base
  const store = createFileStore(db)
  const blobs = createBlobStore({ dir: join(config.dataDir, 'blobs') })
  const sealing = { blobs, siteKey: keys.encryption, ciphers: nodeCiphers }
  const service = createFilesService({
    store,
    blobs,
    sealedBlobs: createSealedBlobs(sealing),
    isInUse: (fileId) => requireBuilt(circle.jobs).service.isFileInUse(fileId),
    newId,
    now,
  })
  const uploads = createUploads({
    store,
    blobs,
    receiver: createUploadReceiver({ ...sealing, store, now }),
    removeFile: service.remove,
    newId,
    now,
    path: '/api/v1/uploads',
    maxUploadBytes: config.maxUploadBytes,
    diskFloorBytes: config.diskFloorBytes,
    uploadLifetimeMs: UPLOAD_LIFETIME_MS,
  })
  return { service, uploads, sweep: createSweep({ store, blobs, now }) }
}

function createRunModule(
  base: Base,
  peers: Peers,
  findServed: PanelService['findServed'],
  overrides: ContextOverrides,
) {
  const { config, engines, now } = base
  const cores = new PQueue({ concurrency: config.cores ?? availableParallelism() })
  const execute = overrides.runPipeline ?? runPipeline
  const limits = {
    addressSpaceBytes: config.engineMemoryMb * 1_000_000,
    wallMs: config.engineTimeoutMs,
  }
  return createRuns({
    ...base,
    ...peers,
    findServed,
    runPipeline: (job, ports) => execute(job, { ...ports, engines, cores, limits, now }),
  })
}

function createMonitoring(base: Base, peers: Peers, panels: PanelService, runs: Runs) {
  const { config, db, hints, log, now, freeBytes } = base
  const health = createHealthService({
    ...createDatabaseProbes(db),
    workerSeenAt: runs.service.workerSeenAt,
    freeBytes,
    diskFloorBytes: config.diskFloorBytes,
    hints,
    log,
    now,
  })
  const status = createStatusService({
    siteId: config.siteId,
    siteName: config.siteName,
    software: SOFTWARE,
    health,
    document: peers.federation.document,
    listPeers: peers.federation.listHealth,
    async countPanels() {
      const all = await panels.catalogue()
      const served = all.filter(({ hostSite }) => hostSite === config.siteId).length
      return { served, reachable: all.filter(({ host }) => host === 'ok').length }
    },
    now,
  })
  return { health, status }
}

function startLoops(
  { log }: Base,
  modules: readonly { loops(): AsyncDisposable }[],
  sweep: () => Promise<void>,
): AsyncDisposable {
  const stack = new AsyncDisposableStack()
  for (const module of modules) stack.use(module.loops())
  stack.use(startLoop(sweep, { name: 'sweep', everyMs: SWEEP_MS, log }))
  return stack
}
