import type { Announcement } from '@crosspanel/protocol/announcement'
import type { SiteId } from '@crosspanel/protocol/ids'
import type { SiteStatus } from '@crosspanel/protocol/status'
import type { SiteHealth } from '../peers/ports.ts'
import type { HealthService } from './health.ts'
import { within } from './within.ts'

export type PeerOnStatusPage = Omit<SiteHealth, 'health' | 'toldAt'>

export interface StatusServiceDeps {
  readonly siteId: SiteId
  readonly siteName: string
  readonly software: { readonly name: string; readonly version: string }
  readonly health: Pick<HealthService, 'report'>
  readonly document: () =>
    { version: number; issued: Date; expires: Date; isOpen: boolean } | undefined
  readonly listPeers: () => Promise<readonly PeerOnStatusPage[]>
  /** The same from memory, by what this process has seen alone. */
  readonly listPeersSeen: () => readonly PeerOnStatusPage[]
  readonly countPanels: () => Promise<{ served: number; reachable: number }>
  /** Of the federation, in force now. */
  readonly listAnnouncements: () => Promise<readonly Announcement[]>
  readonly now: () => Date
}
/** The longest that the page waits for the database. */
const WAIT_MS = 1_000

export type StatusService = ReturnType<typeof createStatusService>

/** The plain status page, for anybody: nothing of jobs, accounts or files. */
export function createStatusService(deps: StatusServiceDeps) {
  return {
    async read(): Promise<SiteStatus> {
      const { isReady, checks } = await deps.health.report()
      const [peers, panels, announcements] = await readOrNothing(deps)
      return {
        siteId: deps.siteId,
        siteName: deps.siteName,
        software: { ...deps.software },
        time: deps.now().toISOString(),
        isReady,
        reasons: checks.filter(({ state }) => state !== 'ok'),
        federation: documentOf(deps.document()),
        peers: peers.filter(({ siteId }) => siteId !== deps.siteId).map(peerOf),
        panels,
        ...(announcements && { announcements: [...announcements] }),
      }
    },
  }
}

/**
 * A status page that fails or hangs when the database does would be no use: peers are then shown as
 * this process sees them, and what is not known is told as that.
 */
function readOrNothing(deps: StatusServiceDeps) {
  const { listPeers, listPeersSeen, countPanels, listAnnouncements } = deps
  return Promise.all([
    within(listPeers(), WAIT_MS, undefined).then((peers) => peers ?? listPeersSeen()),
    within(countPanels(), WAIT_MS, null),
    within(listAnnouncements(), WAIT_MS, undefined),
  ])
}

function documentOf(document: ReturnType<StatusServiceDeps['document']>): SiteStatus['federation'] {
  if (document === undefined) return null
  const { version, issued, expires, isOpen } = document
  return {
    version,
    issued: issued.toISOString(),
    expires: expires.toISOString(),
    isOpen,
  }
}

function peerOf({
  siteId,
  name,
  contact,
  heardAt,
  responseMs,
}: PeerOnStatusPage): SiteStatus['peers'][number] {
  return { siteId, name, contact, heardAt: heardAt?.toISOString() ?? null, responseMs }
}
