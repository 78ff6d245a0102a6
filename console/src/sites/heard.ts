import type { SiteStatus } from '@crosspanel/protocol/status'

type Peer = SiteStatus['peers'][number]

/** Sites that were heard of once and are not any more; of `unknown` ones nobody knows yet. */
export function lostOf(peers: readonly Pick<Peer, 'contact'>[]): number {
  return peers.filter(({ contact }) => contact === 'lost').length
}
