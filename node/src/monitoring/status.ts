import type { SiteId } from '@crosspanel/protocol/ids'
import type { SiteStatus } from '@crosspanel/protocol/status'
import type { SiteHealth } from '../peers/ports.ts'
import type { HealthService } from './health.ts'

export interface StatusServiceDeps {
  readonly siteId: SiteId
  readonly siteName: string
  readonly software: { readonly name: string; readonly version: string }
  readonly health: Pick<HealthService, 'report'>
  readonly document: () =>
    { version: number; issued: Date; expires: Date; isOpen: boolean } | undefined
  readonly listPeers: () => Promise<readonly SiteHealth[]>
  readonly countPanels: () => Promise<{ served: number; reachable: number }>
  readonly now: () => Date
}
export type StatusService = ReturnType<typeof createStatusService>

/** The plain status page, for anybody: nothing of jobs, accounts or files. */
export function createStatusService(deps: StatusServiceDeps) {
  return {
    async read(): Promise<SiteStatus> {
      const { isReady, checks } = await deps.health.report()
      const [peers, panels] = await readOrNothing(deps)
      return {
        siteId: deps.siteId,
        siteName: deps.siteName,
        software: { ...deps.software },
        time: deps.now().toISOString(),
        isReady,
        reasons: checks
          .filter(({ state }) => state !== 'ok')
          .map(({ name, seen }) => `${name}: ${seen}`),
        federation: documentOf(deps.document()),
        peers: peers.filter(({ siteId }) => siteId !== deps.siteId).map(peerOf),
        panels,
      }
    },
  }
}

/** A status page that fails when the database does would be no use: what is not known is left empty. */
async function readOrNothing({ listPeers, countPanels }: StatusServiceDeps) {
  try {
    return await Promise.all([listPeers(), countPanels()])
  } catch {
    return [[], { served: 0, reachable: 0 }] as const
  }
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
}: SiteHealth): SiteStatus['peers'][number] {
  return { siteId, name, contact, heardAt: heardAt?.toISOString() ?? null, responseMs }
}
