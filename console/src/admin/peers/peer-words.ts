import { CLOCK_REFUSED_S } from '@crosspanel/protocol/alert-texts'
import type { PeerAdminView, PeerTest } from '@crosspanel/protocol/peer-admin'

/** From here on somebody should look: clocks that are kept by NTP are right to a fraction of a second. */
const CLOCK_WARN_S = 5

export function clockTone(offsetS: number): 'good' | 'warn' | 'bad' {
  if (Math.abs(offsetS) >= CLOCK_REFUSED_S) return 'bad'
  return Math.abs(offsetS) >= CLOCK_WARN_S ? 'warn' : 'good'
}

/** `+0.3 s`: theirs is ahead of ours. */
export function clockText(offsetS: number, format: (value: number) => string): string {
  // Adding 0 takes the sign from -0.
  const rounded = Math.round(offsetS * 100) / 100 + 0
  return `${rounded > 0 ? '+' : ''}${format(rounded)}\u00A0s`
}

/** Whether 'retry now' would change anything. */
export function canRetry({ backOff, outbox }: Pick<PeerAdminView, 'backOff' | 'outbox'>): boolean {
  return backOff !== null || outbox.messages > 0
}

/** What needs a person comes first: members in trouble, then those that wait, then the rest by name. */
export function worstPeersFirst(peers: readonly PeerAdminView[]): PeerAdminView[] {
  const rank = (peer: PeerAdminView) => {
    if (peer.look.state === 'failed' || peer.status !== 'active') return 0
    return peer.look.state === 'degraded' || peer.backOff !== null ? 1 : 2
  }
  return peers.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

export function testTone({ outcome, isReady }: PeerTest): 'good' | 'warn' | 'bad' {
  if (outcome !== 'answered') return 'bad'
  return isReady === true ? 'good' : 'warn'
}
