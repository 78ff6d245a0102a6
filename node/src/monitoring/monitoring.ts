import { sight } from '@crosspanel/protocol/sights'
import type { Base } from '../base.ts'
import { openDb, POOL_SIZE } from '../db.ts'
import { startLoop } from '../loop.ts'
import type { PanelService } from '../panels/service.ts'
import { contactOf } from '../peers/peer-health.ts'
import type { PeerSight } from '../peers/peer-watch.ts'
import type { Federation } from '../peers/ports.ts'
import { SOFTWARE } from '../peers/statement.ts'
import { createAlertBook } from './alert-book.ts'
import { createAlertStore } from './alert-store.ts'
import { createAlertService } from './alerts.ts'
import { checkClock, checkEngines, checkMail, checkStore, readinessChecks } from './checks.ts'
import { clockOffsetOf } from './clock.ts'
import { createFactsReader, type Facts, type PeerFacts } from './facts.ts'
import { createHealthService } from './health.ts'
import { createHistory } from './history.ts'
import { createHistoryStore } from './history-store.ts'
import { createMetrics } from './metrics.ts'
import { createOverallHealth } from './overall.ts'
import { createMaintenance } from './maintenance.ts'
import { createDatabaseProbes } from './probes.ts'
import { RULES } from './rules.ts'
import { createSources, type SourcesDeps } from './sources.ts'
import { createStatusService, type PeerOnStatusPage, type StatusServiceDeps } from './status.ts'
import { createSystemService } from './system.ts'

/** Rules are cheap: they go by what is in memory. */
const LOOK_EVERY_MS = 2_000
const WRITE_EVERY_MS = 2_000

export interface MonitoringDeps
  extends
    Base,
    Pick<
      SourcesDeps,
      | 'readRunQueue'
      | 'readJobQueue'
      | 'readOutbox'
      | 'deliveryFacts'
      | 'countDamaged'
      | 'manyMissing'
    > {
  readonly databaseUrl: string
  readonly federation: Pick<Federation, 'document' | 'listHealth' | 'findSite'>
  readonly peerSights: () => readonly {
    readonly siteId: PeerFacts['siteId']
    readonly name: string
    readonly sight: PeerSight | undefined
  }[]
  readonly registryClockOffsetS: () => number | undefined
  /** What keeps the blob store from being used. */
  readonly storeTrouble?: (() => Promise<Parameters<typeof checkStore>[0]>) | undefined
  /** Left out where no mail server is set. */
  readonly isMailServerReached?: (() => boolean | undefined) | undefined
  readonly catalogue: PanelService['catalogue']
  readonly workerSeenAt: () => Promise<Date | undefined>
  readonly liveClients?: () => number
  readonly listAnnouncements: StatusServiceDeps['listAnnouncements']
}
export type Monitoring = ReturnType<typeof createMonitoring>

/** What is said of the node's own state and of its peers'. Dispose of the result after its loops. */
export function createMonitoring(deps: MonitoringDeps) {
  const { config, db, federation, log, now, newId, isMailServerReached, storeTrouble } = deps
  // A connection of its own: looking needs no free one of the pool, and a busy pool is no failure.
  const probe = openDb(deps.databaseUrl, { max: 1 })
  const probes = createDatabaseProbes(probe.db)
  const peers = () => deps.peerSights().map(peerFactsOf)
  const clocks = () => ({
    peers: peers(),
    registryClockOffsetS: deps.registryClockOffsetS(),
  })
  const health = createHealthService({
    siteId: config.siteId,
    readiness: readinessChecks({ ...deps, ...probes, diskFloorBytes: config.diskFloorBytes }),
    others: {
      engines: () => checkEngines(deps.engines),
      clock: () => checkClock(clockOffsetOf(clocks()), config.alerts.clockOffsetS),
      ...(storeTrouble && { store: async () => checkStore(await storeTrouble()) }),
      ...(isMailServerReached && { mail: () => checkMail(isMailServerReached()) }),
    },
    log,
    now,
  })
  const asked = createFactsReader(
    createSources({ ...deps, dataDir: config.dataDir, url: config.url, probes }),
    log,
  )
  const facts = (): Facts => ({
    ...asked.read(),
    parts: health.lastLooks(),
    ...clocks(),
    document: federation.document(),
    keys: keysOf(federation.findSite(config.siteId)),
  })
  const { raiseAfter, resolveAfter, ...limits } = config.alerts
  const alerts = createAlertService({
    store: createAlertStore(db),
    book: createAlertBook({ rules: RULES, limits, raiseAfter, resolveAfter, newId, now }),
    facts,
    settings: config.alerts,
    holder: `${config.workerName}/${newId()}`,
    newId,
    now,
  })
  const history = createHistory({
    store: createHistoryStore(db),
    parts: health.lastLooks,
    peers,
    days: config.healthHistoryDays,
    now,
  })
  const system = createSystemService({ facts, poolMax: POOL_SIZE, now })
  const metrics = createMetrics({
    version: SOFTWARE.version,
    facts,
    alerts: alerts.listActive,
    isReady: () => health.wasReady(),
    poolMax: POOL_SIZE,
    liveClients: deps.liveClients,
  })
  const overall = createOverallHealth({ health, peers, listAlerts: alerts.listActive })
  const status = createStatusService({
    siteId: config.siteId,
    siteName: config.siteName,
    software: SOFTWARE,
    health,
    document: federation.document,
    listPeers: federation.listHealth,
    listPeersSeen: () => peers().map((peer) => onStatusPage(peer, now())),
    countPanels: () => countPanels(deps),
    listAnnouncements: deps.listAnnouncements,
    now,
  })

  function look(): void {
    alerts.look()
    history.look()
  }
  async function write(): Promise<void> {
    await history.write(await alerts.write())
  }

  return {
    health,
    status,
    overall,
    alerts,
    history,
    system,
    metrics,
    maintenance: createMaintenance(deps),

    loops(): AsyncDisposable {
      const stack = new AsyncDisposableStack()
      for (const part of [health, asked, system]) stack.use(part.loops())
      const lookNow = () => Promise.resolve(look())
      stack.use(startLoop(lookNow, { name: 'alerts', everyMs: LOOK_EVERY_MS, log }))
      // Apart from looking, which must not wait for a database that hangs.
      stack.use(startLoop(write, { name: 'alert writing', everyMs: WRITE_EVERY_MS, log }))
      return stack
    },

    /** Looks at everything and writes what came of it, as the loops do. */
    async settle(): Promise<void> {
      await Promise.all([health.looks(), asked.refresh()])
      look()
      await write()
    },

    [Symbol.asyncDispose]: () => probe.close(),
  }
}

async function countPanels({ catalogue, config }: MonitoringDeps) {
  const all = await catalogue()
  const served = all.filter(({ hostSite }) => hostSite === config.siteId).length
  return { served, reachable: all.filter(({ host }) => host === 'ok').length }
}

function peerFactsOf({
  siteId,
  name,
  sight: last,
}: ReturnType<MonitoringDeps['peerSights']>[number]): PeerFacts {
  const [unasked, untold] = sight('peer.unasked')
  return {
    siteId,
    name,
    state: last?.state,
    seen: last?.seen ?? unasked,
    told: last?.told ?? untold,
    responseMs: last?.responseMs ?? null,
    askedAtMs: last?.askedAtMs,
    answeredAtMs: last?.answeredAtMs,
    failingSinceMs: last?.failingSinceMs,
    clockOffsetS: last?.clockOffsetS,
  }
}

function onStatusPage(peer: PeerFacts, now: Date): PeerOnStatusPage {
  const { siteId, name, state, responseMs, answeredAtMs } = peer
  const heardAt =
    answeredAtMs === undefined ? null : new Date(now.getTime() - (performance.now() - answeredAtMs))
  const isKnown = state !== undefined && heardAt !== null
  const contact = isKnown ? contactOf((now.getTime() - heardAt.getTime()) / 1000) : 'unknown'
  return { siteId, name, contact, heardAt, responseMs }
}

/** Of keys that follow each other, the site can sign or read until the last one expires. */
function keysOf(site: ReturnType<Federation['findSite']>): Facts['keys'] {
  if (site === undefined) return []
  const last = (keys: readonly { readonly notAfter: string }[]) =>
    new Date(Math.max(...keys.map(({ notAfter }) => Date.parse(notAfter))))
  const { signKeys, encryptionKeys } = site.statement
  return [
    { key: 'sign', expires: last(signKeys) },
    { key: 'encryption', expires: last(encryptionKeys) },
  ]
}
