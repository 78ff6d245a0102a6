import type { PeerAdminView } from '@crosspanel/protocol/peer-admin'
import { sight } from '@crosspanel/protocol/sights'

const SINCE = '2026-11-01T08:00:00.000Z'
const UNTIL = '2027-11-01T08:00:00.000Z'

/** `cape-town` as people write it. */
const nameOf = (slug: string) =>
  slug.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim()

/** A peer that answers and for which nothing waits. */
const [seen, told] = sight('peer.ok')

export function examplePeer(slug: string, changes: Partial<PeerAdminView> = {}): PeerAdminView {
  const key = { notBefore: SINCE, notAfter: UNTIL }
  return {
    siteId: `site:${slug}`,
    name: nameOf(slug),
    organisation: `University of ${nameOf(slug)}`,
    url: `https://${slug}.example.org`,
    contact: `ops@${slug}.example.org`,
    status: 'active',
    since: SINCE,
    rootKeyId: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    signKeys: [{ keyId: 'uzNUHOX3GQrBpG6uzCRMFhnhvGxSLS3rJ1iZJxSvyC0', ...key }],
    encryptionKeys: [{ keyId: 'gQSHWbcwLrqtyiJk1aDvWE0l0Cd1zRUgqS6sPpAzFaQ', ...key }],
    software: { name: 'crosspanel', version: '0.1.0' },
    documentVersion: 7,
    panels: 2,
    look: { state: 'ok', seen, told, ageS: 2, answeredAgeS: 2, clockOffsetS: 0.03 },
    latency: { lastMs: 12.4, p50Ms: 11, p95Ms: 48.2, answers: 100 },
    lastHeardAt: SINCE,
    lastCalledAt: SINCE,
    backOff: null,
    outbox: { messages: 0, oldestS: null },
    ...changes,
  }
}
