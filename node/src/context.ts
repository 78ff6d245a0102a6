import type { Context } from 'hono'
import type { NodeConfig, NodeSecrets } from './config.ts'
import { accountPorts } from './account-ports.ts'
import { type Base, type ContextOverrides, openBase } from './base.ts'
import { type AccountFiles, createFiles } from './files/files.ts'
import { createIdempotencyStore } from './http/idempotency-store.ts'
import { count } from './http/rate-limit.ts'
import { createRateLimiter } from './http/rate-limiter.ts'
import { readJobQueue } from './jobs/queue-facts.ts'
import { createInputPreparer } from './jobs/input.ts'
import { createJobs, type Jobs } from './jobs/jobs.ts'
import { startLoop } from './loop.ts'
import { createAuditTrail } from './monitoring/audit-trail.ts'
import type { HealthService } from './monitoring/health.ts'
import { readReportFacts } from './monitoring/report-facts.ts'
import { totalsOf } from './monitoring/totals.ts'
import { readBackupStatus } from './monitoring/backups.ts'
import { createSettings } from './monitoring/settings.ts'
import { createDashboardService } from './monitoring/dashboard.ts'
import { createMonitoring } from './monitoring/monitoring.ts'
import { createAnnouncements } from './notifications/announcements.ts'
import { createLive } from './notifications/live.ts'
import { createNotifications } from './notifications/notifications.ts'
import { createPanels } from './panels/panels.ts'
import { readOutboxBacklog } from './peers/outbox-facts.ts'
import { createPeers, type PeersDeps } from './peers/peers.ts'
import { toldDays } from './peers/site-report.ts'
import type { Engines } from './pipeline/engines.ts'
import { createBcfReader } from './pipeline/input/bcf.ts'
import { relabelFiles } from './pipeline/relabel-files.ts'
import { createLocalExecutor } from './runs/executor.ts'
import { readRunQueue } from './runs/queue-facts.ts'
import { createRuns, type Runs } from './runs/runs.ts'
import { createRecipients } from './users/recipients.ts'
import { countAccounts } from './users/count-accounts.ts'
import { createUsers } from './users/users.ts'

const SWEEP_MS = 600_000

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
  // Peers deliver messages to jobs and runs, which send theirs through peers: the circle is closed here.
  const circle: Circle = {}
  const users = createUsers({
    ...base,
    ...accountPorts(
      base.db,
      () => requireBuilt(circle.jobs).account,
      () => requireBuilt(circle.files),
    ),
  })
  const rateLimiter = stack.use(
    createRateLimiter({
      quotas: config.rateQuotas,
      redis: base.hints.redis,
      prefix: `crosspanel:${config.siteId}`,
    }),
  )
  const announcements = createAnnouncements(base)
  const limitPeer = (c: Context, siteId: string) => count(c, rateLimiter, 'peer', siteId)
  const peers = stack.use(
    await createPeers({
      ...base,
      ...peerPorts(circle, base),
      limitPeer,
      takeAnnouncements: announcements.takeOfFederation,
    }),
  )
  const panels = stack.use(
    createPanels({
      ...base,
      federation: peers.federation,
      digestsInUse: () => requireBuilt(circle.runs).service.panelDigestsInUse(),
    }),
  )
  peers.describePanels({ list: panels.service.listOwn, readSketch: panels.service.readSketch })
  const files = stack.use(
    createFiles({
      ...base,
      s3: secrets.s3,
      isInUse: (fileId, on) => requireBuilt(circle.jobs).service.isFileInUse(fileId, on),
      onResultsGone: (tx, jobId) => requireBuilt(circle.jobs).forgetSamples(tx, jobId),
      storageQuotaOf: users.storageQuotaOf,
    }),
  )
  const jobs = createJobs({
    ...base,
    ...peers,
    findUploads: files.service.findUploads,
    lockUploads: files.service.lockUploads,
    publicKeyOf: users.publicKeyOf,
    jobQuotaOf: users.quotasOf,
    storeResult: files.service.storeResult,
    relabelResults: relabelFiles,
    discardResults: files.service.discardResults,
    extendRetention: files.service.extendRetention,
    prepareInput: createInputPreparer({
      openPlain: files.service.openPlain,
      bcfToText: bcfReaderOf(base.engines),
    }),
  })
  const runs = createRuns({
    ...base,
    ...peers,
    findServed: panels.service.findServed,
    runPipeline: createLocalExecutor(base, overrides.runPipeline),
  })
  const notifications = stack.use(
    createNotifications({ ...base, ...createRecipients(base.db), smtpUrl: secrets.smtpUrl }),
  )
  const live = createLive({
    ...base,
    recheck: async (credential) =>
      (await users.authenticate(credential, { isUse: false }))?.account,
    openJobs: jobs.service.listOpen,
    countUnread: notifications.countUnread,
    announcementsInForce: announcements.listInForce,
    beginAnnouncements: announcements.begin,
  })
  const monitoring = stack.use(
    createMonitoring({
      ...base,
      databaseUrl: secrets.databaseUrl,
      federation: peers.federation,
      peerSights: peers.sights,
      catalogue: panels.service.catalogue,
      workerSeenAt: runs.service.workerSeenAt,
      readRunQueue: () => readRunQueue(base.db),
      readJobQueue: () => readJobQueue(base.db),
      readOutbox: () => readOutboxBacklog(base.db),
      countDamaged: files.service.countDamaged,
      manyMissing: files.identity.manyMissing,
      storeTrouble: files.identity.recentTrouble,
      deliveryFacts: notifications.mailFacts,
      isMailServerReached: notifications.isMailServerReached,
      registryClockOffsetS: peers.registryClockOffsetS,
      liveClients: live.streams.countOpen,
      listAnnouncements: announcements.listOfFederation,
    }),
  )
  const dashboard = createDashboardService({
    ...base,
    jobCounts: jobs.counts,
    runCounts: runs.counts,
    listJobs: jobs.service.list,
    storageOf: files.service.usage,
    countUnread: notifications.countUnread,
    listAlerts: monitoring.alerts.listActive,
    countAccounts: () => countAccounts(base.db),
    listSites: peers.federation.listSites,
    healthOfSites: peers.healthSnapshot.latest,
  })
  Object.assign(circle, { jobs, runs, files: files.account, health: monitoring.health })
  const idempotency = createIdempotencyStore(base.db)
  const sweep = async () => {
    await panels.sweep()
    await users.removeExpired()
    await notifications.sweep()
    await idempotency.removeExpired(base.now())
  }
  const owned = stack.move()
  return {
    ...base,
    audit: createAuditTrail(base),
    monitoring,
    health: monitoring.health,
    status: monitoring.status,
    maintenance: monitoring.maintenance,
    settings: createSettings({
      settings: config.settings,
      readQueueControl: runs.queue.control,
      readMaintenance: monitoring.maintenance.read,
    }),
    backupStatus: () => readBackupStatus(base.db, config.alerts.backupAgeS),
    metricsToken: secrets.metricsToken,
    dashboard,
    users,
    files: files.service,
    uploads: files.uploads,
    storage: files.storage,
    panels: panels.service,
    peers,
    jobs,
    runs,
    announcements,
    live,
    notifications,
    idempotency,
    rateLimiter,
    loops() {
      const accounts = { loops: () => users.loops(base) }
      const modules = [peers, files, jobs, runs, live, notifications, monitoring, accounts]
      return startLoops(base, modules, sweep)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function bcfReaderOf({ found }: Engines) {
  if (found.bcftools === undefined) return undefined
  return createBcfReader({ bcftools: found.bcftools.file, prlimit: found.prlimit?.file })
}

/** Modules that peers call, once they are built. */
interface Circle {
  files?: AccountFiles
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
  { config: { sharesStatistics }, now }: Pick<Base, 'config' | 'now'>,
): Pick<
  PeersDeps,
  | 'handlers'
  | 'onUploadVerified'
  | 'onRefused'
  | 'onPutOff'
  | 'healthFacts'
  | 'reportFacts'
  | 'readActivity'
> {
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
    onPutOff: (tx, message, code) => jobs().onMessagePutOff(tx, { ...message, code }),
    reportFacts: () => readReportFacts(requireBuilt(circle.health)),
    async readActivity() {
      return sharesStatistics ? runs().activity(toldDays(now())) : undefined
    },
    async healthFacts() {
      const health = requireBuilt(circle.health)
      const [isReady, facts, totals] = await Promise.all([
        health.isReady(),
        runs().service.queueFacts(),
        sharesStatistics ? totalsOf(jobs().counts, runs().counts) : undefined,
      ])
      const shared = totals && { totals, runTimes: [...runs().times.latest()] }
      return { isReady, ...facts, ...shared }
    },
  }
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
