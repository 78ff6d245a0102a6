import type { AlertView } from '@crosspanel/protocol/alert'
import type { OverallHealth, PeerHealthView } from '@crosspanel/protocol/status'
import type { PeerFacts } from './facts.ts'
import { ageS, type HealthService } from './health.ts'

export interface OverallDeps {
  readonly health: Pick<HealthService, 'read'>
  readonly peers: () => readonly PeerFacts[]
  readonly listAlerts: () => AlertView[]
}
export type OverallService = ReturnType<typeof createOverallHealth>

/** Own parts, peers and alerts, all from memory. */
export function createOverallHealth({ health, peers, listAlerts }: OverallDeps) {
  return {
    /** Which peers answer is on the status page for anybody; what was seen, clocks and alerts are not. */
    async read(isForAdministrators: boolean): Promise<OverallHealth> {
      return {
        ...(await health.read(isForAdministrators)),
        peers: peers().map((peer) => peerViewOf(peer, isForAdministrators)),
        alerts: isForAdministrators ? listAlerts() : null,
      }
    },
  }
}

function peerViewOf(peer: PeerFacts, isForAdministrators: boolean): PeerHealthView {
  const { siteId, name, state = null, responseMs, askedAtMs, answeredAtMs } = peer
  return {
    ...{ siteId, name, state, responseMs },
    ...(isForAdministrators ? { seen: peer.seen, told: peer.told } : { seen: null }),
    ageS: askedAtMs === undefined ? null : ageS(askedAtMs),
    heardAgeS: answeredAtMs === undefined ? null : ageS(answeredAtMs),
    clockOffsetS: isForAdministrators ? (peer.clockOffsetS ?? null) : null,
  }
}
