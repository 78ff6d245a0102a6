import type { FederationAnnouncements } from '@crosspanel/protocol/federation-announcements'
import type { PanelId, SiteId } from '@crosspanel/protocol/ids'
import type { SiteActivity } from '@crosspanel/protocol/report'
import { Hono } from 'hono'
import type { NodeConfig } from '../config.ts'
import type { Db, Tx } from '../db.ts'
import type { Hints } from '../hints.ts'
import type { AppEnv } from '../http/env.ts'
import { onError, problemResponse } from '../http/problems.ts'
import type { Logger } from '../logger.ts'
import { startLoop } from '../loop.ts'
import type { Tracing } from '../monitoring/tracing.ts'
import { createDelivery, type OnAnswer } from './delivery.ts'
import { fetchSketch } from './fetch-sketch.ts'
import { createFederationCache } from './federation-cache.ts'
import { createFederationNotices } from './federation-notices.ts'
import { createFederationSync } from './federation-sync.ts'
import { type FederationTrust, readFederationTrust } from './federation-trust.ts'
import { openFederation } from './federation.ts'
import { createHttpClient, type SendHttp } from './http-client.ts'
import { createInbox } from './inbox.ts'
import { createOutboxStore } from './outbox-store.ts'
import { createOutbox } from './outbox.ts'
import { createPeerAdmin } from './peer-admin.ts'
import { createPeerClient } from './peer-client.ts'
import { createHealthSnapshot } from './health-snapshot.ts'
import { createPeerChanges } from './peer-changes.ts'
import { createPeerHealth, type HealthFacts } from './peer-health.ts'
import { createPeerLinks } from './peer-links.ts'
import { createMessageRetention } from './message-retention.ts'
import { createReplayGuard } from './peer-replay.ts'
import { createPeerTransport } from './peer-transport.ts'
import type { Federation, MessageHandlers, SiteKeys } from './ports.ts'
import { createRefusalAudit } from './refusal-audit.ts'
import { createRegistryClock } from './registry-clock.ts'
import { createRegistryClient } from './registry-client.ts'
import { peerRoutes } from './routes.ts'
import { createSiteReport, type ReportFacts } from './site-report.ts'
import type { OwnPanel } from './statement.ts'
import { createTransferStore } from './transfer-store.ts'
import { createTransfers } from './transfers.ts'
import { createUploads } from './uploads.ts'
import { verifyPeerCall, type VerifyPeerCallDeps } from './verify-peer-call.ts'
import { wellKnownRoutes } from './well-known.ts'

const OUTBOX_POLL_MS = 1_000
const FEDERATION_ROUND_MS = 500
const SWEEP_EVERY_MS = 60_000
const PRUNE_EVERY_MS = 3_600_000

export interface PeersDeps {
  readonly config: Pick<
    NodeConfig,
    | 'dataDir'
    | 'registryUrl'
    | 'federationPollMs'
    | 'healthPollMs'
    | 'peerTimeoutMs'
    | 'transferTimeoutMs'
    | 'peerBackoffMaxMs'
    | 'peerMessageDays'
  >
  readonly db: Db
  readonly hints: Hints
  readonly log: Logger
  readonly keys: SiteKeys
  /** What the site was told when it joined; read from the data directory when left out. */
  readonly trust?: FederationTrust
  readonly handlers: MessageHandlers
  readonly onUploadVerified: (
    tx: Tx,
    upload: { readonly runId: string; readonly uploadId: string },
  ) => Promise<void>
  readonly onRefused: OnAnswer
  readonly onPutOff: OnAnswer
  readonly limitPeer: VerifyPeerCallDeps['limitPeer']
  readonly healthFacts: () => Promise<HealthFacts>
  readonly reportFacts: () => Promise<ReportFacts>
  readonly readActivity: () => Promise<SiteActivity | undefined>
  readonly takeAnnouncements: (list: FederationAnnouncements) => Promise<void>
  readonly newId: () => string
  readonly now: () => Date
  /** None when left out. */
  readonly tracing?: Tracing
  /** Answers the site's calls to itself; the peer API alone does when left out. */
  readonly handleOwn?: (request: Request) => Response | Promise<Response>
  /** Sends over the network; tests put faults in its way. */
  readonly send?: SendHttp
}

/** This site's own panels, as the others are told of them. */
export interface PanelsPort {
  readonly list: () => Promise<readonly OwnPanel[]>
  /** Bytes of the sketch of a panel that `site` may use. */
  readonly readSketch: (panelId: PanelId, site: SiteId) => Promise<Uint8Array | undefined>
}

/** Everything between this site and the others. Dispose of the result after its loops. */
export async function createPeers(deps: PeersDeps) {
  const { config, db, hints, keys, now, newId } = deps
  const log = deps.log.child({ module: 'peers' })
  const self = keys.siteId
  await using stack = new AsyncDisposableStack()
  const http = stack.use(createHttpClient())
  const send = deps.send ?? http.send
  const trust = deps.trust ?? (await readFederationTrust(config.dataDir))
  const registryUrl = config.registryUrl ?? trust?.registryUrl
  const registryClock = createRegistryClock(send, now)
  const registry =
    registryUrl === undefined ? undefined : createRegistryClient(registryUrl, registryClock.send)
  const cache = createFederationCache(db, config.dataDir, log)
  const known = await openFederation({ self, trust, cache, registry, now, log })
  let panels: PanelsPort | undefined
  const notices = createFederationNotices({ trust, registry, take: deps.takeAnnouncements })
  const sync = createFederationSync({
    db,
    keys,
    federation: known,
    registry,
    refreshNotices: notices.refresh,
    listOwnPanels: () => Promise.resolve(panels?.list()),
    pollMs: config.federationPollMs,
    now,
    log,
  })
  const links = createPeerLinks({ db, hints, log, backoffMaxMs: config.peerBackoffMaxMs })

  const local = new Hono<AppEnv>()
    .onError(onError)
    .notFound((c) => problemResponse(c, 'route-not-found'))
  const client = createPeerClient({
    keys,
    documentVersion: known.version,
    links,
    transport: createPeerTransport({
      self,
      findSite: (siteId) => known.findSite(siteId),
      send,
      dispatch: deps.handleOwn ?? ((request) => local.fetch(request)),
    }),
    now,
    timeoutMs: config.peerTimeoutMs,
    tracing: deps.tracing,
  })
  const delivery = createDelivery({
    db,
    store: createOutboxStore(db),
    client,
    onRefused: deps.onRefused,
    onPutOff: deps.onPutOff,
    tracing: deps.tracing,
    timeoutMs: config.peerTimeoutMs,
    log,
  })
  const health = createPeerHealth({
    db,
    self,
    federation: known,
    client,
    healthFacts: deps.healthFacts,
    pollMs: config.healthPollMs,
    timeoutMs: config.peerTimeoutMs,
    now,
    log,
  })
  const siteReport = createSiteReport({
    keys,
    federation: known,
    registry,
    readFacts: deps.reportFacts,
    readActivity: deps.readActivity,
    now,
    log,
  })
  const healthSnapshot = createHealthSnapshot(
    health.listHealth,
    createPeerChanges({ db, sightOf: health.sightOf }),
    log,
  )
  const replay = createReplayGuard(db, hints)
  const inbox = createInbox({
    db,
    self,
    findSite: known.findHopSite,
    handlers: deps.handlers,
    tracing: deps.tracing,
    now,
    log,
  })
  const transferStore = createTransferStore(db)
  const recordRefusal = createRefusalAudit(db, log)
  const routes = peerRoutes({
    verify: verifyPeerCall({
      self,
      findSite: known.findHopSite,
      replay,
      recordRefusal,
      async onCall(issuer, documentVersion) {
        sync.heardOfVersion(documentVersion)
        await links.heard(issuer, 'call')
      },
      onStranger: () => sync.heardOfStranger(),
      limitPeer: deps.limitPeer,
      tracing: deps.tracing,
      now,
    }),
    receive: (from, messages) => inbox.receive(from, messages),
    ownHealth: health.ownHealth,
    recordRefusal,
    uploads: createUploads({ db, store: transferStore, onUploadVerified: deps.onUploadVerified }),
    findBlob: (id, toSite) => transferStore.findBlob(id, toSite),
    readSketch: (name, site) => Promise.resolve(panels?.readSketch(`${self}/${name}`, site)),
  })
  local
    .use(async (c, next) => {
      c.set('requestId', newId())
      c.set('log', log)
      await next()
    })
    .route('/peer/v1', routes)

  const federation: Federation = {
    ...known,
    listHealth: () => health.listHealth(),
    fetchSketch: (from, panelId) => fetchSketch(client, from, panelId),
    republish: () => sync.republish(),
  }
  const admin = createPeerAdmin({
    ...{ db, hints, self, now, links, health },
    federation: known,
    registryUrl,
    registryLook: sync.registryLook,
  })
  const owned = stack.move()
  return {
    admin,
    outbox: createOutbox({
      keys,
      hints,
      deliverNow: (to, jws) => delivery.deliverNow(to, jws),
      newId,
      now,
    }),
    transfers: createTransfers({
      store: transferStore,
      client,
      chunkTimeoutMs: config.transferTimeoutMs,
      newId,
    }),
    federation,
    /** To be mounted at `/peer/v1`. */
    routes,
    /** To be mounted at `/.well-known`. */
    wellKnown: wellKnownRoutes(known.ownStatement),
    client,

    /** What the site publishes about its panels; nothing is published before this is known. */
    describePanels(port: PanelsPort): void {
      panels = port
    },

    /** Starts the background loops; each outlives an outage of Postgres, Redis, the registry or a peer. */
    loops(): AsyncDisposable {
      const running = new AsyncDisposableStack()
      running.defer(() => delivery.idle())
      const everyMs = OUTBOX_POLL_MS
      const onWake = (wake: () => void) => hints.onWake('outbox', wake)
      running.use(startLoop(() => delivery.start(), { name: 'outbox', everyMs, log, onWake }))
      running.use(
        startLoop(() => sync.round(), { name: 'federation', everyMs: FEDERATION_ROUND_MS, log }),
      )
      running.use(
        startLoop(() => replay.sweep(), { name: 'token sweep', everyMs: SWEEP_EVERY_MS, log }),
      )
      running.use(siteReport.start())
      const pruneMessages = createMessageRetention({ db, days: config.peerMessageDays, now })
      running.use(
        startLoop(pruneMessages, { name: 'message pruning', everyMs: PRUNE_EVERY_MS, log }),
      )
      running.use(health.start())
      running.use(healthSnapshot.start())
      return running
    },

    /** Sends all messages that can be sent now. */
    settle: () => delivery.settle(),
    /** Asks the registry now, and publishes the own descriptor if it changed. */
    async syncFederation(): Promise<void> {
      await sync.refresh()
      await sync.publish()
      await sync.refresh()
      await sync.refreshNotices()
    },
    /** Tells the registry how the site is, if that is due. */
    report: siteReport.round,
    pollHealth: health.pollAll,
    sights: health.sights,
    registryClockOffsetS: registryClock.offsetS,
    healthSnapshot,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
