import { sight } from '@crosspanel/protocol/sights'
import type { KeyId, SiteId } from '@crosspanel/protocol/ids'
import { keyIdOf } from '@crosspanel/protocol/keys'
import type { PeerAdminList, PeerAdminView, PeerTest } from '@crosspanel/protocol/peer-admin'
import { DomainError } from '@crosspanel/protocol/problem'
import type { Db } from '../db.ts'
import type { Hints } from '../hints.ts'
import { recordAudit } from '../monitoring/audit.ts'
import type { Account } from '../users/account.ts'
import type { FederationSync } from './federation-sync.ts'
import type { KnownFederation } from './federation.ts'
import { readOutboxBacklog, type OutboxBacklog } from './outbox-facts.ts'
import type { createPeerHealth } from './peer-health.ts'
import type { PeerLink, PeerLinks } from './peer-links.ts'
import type { KnownSite, SiteHealth } from './ports.ts'

export interface PeerAdminDeps {
  readonly db: Db
  readonly hints: Pick<Hints, 'wake'>
  readonly self: SiteId
  readonly federation: Pick<KnownFederation, 'findSite' | 'listSites' | 'listUnusable' | 'document'>
  readonly registryUrl: string | undefined
  readonly registryLook: FederationSync['registryLook']
  readonly links: Pick<PeerLinks, 'list' | 'endPause'>
  readonly health: Pick<
    ReturnType<typeof createPeerHealth>,
    'ask' | 'latencyOf' | 'sightOf' | 'listHealth'
  >
  readonly now: () => Date
}
export type PeerAdmin = ReturnType<typeof createPeerAdmin>

/** What a peer is, how it is reached, and the administrators' hand on the way to it. */
export function createPeerAdmin(deps: PeerAdminDeps) {
  const { db, federation, health, links, now } = deps

  function requirePeer(siteId: SiteId): void {
    if (siteId === deps.self || federation.findSite(siteId) === undefined) {
      throw new DomainError('site-not-found')
    }
  }

  async function viewOf(site: KnownSite, known: Known): Promise<PeerAdminView> {
    const { member, statement, descriptor } = site
    const { siteId } = member
    const link = known.links.get(siteId)
    const told = known.health.get(siteId)?.health
    const waiting = known.outbox.get(siteId)
    return {
      siteId,
      name: statement.siteName,
      organisation: statement.organisation,
      url: statement.url,
      contact: statement.contact,
      status: member.status,
      since: member.since,
      rootKeyId: member.rootKid,
      signKeys: await keysOf(statement.signKeys),
      encryptionKeys: await keysOf(statement.encryptionKeys),
      ...softwareOf(descriptor, told),
      panels: descriptor?.panels.length ?? 0,
      look: lookOf(siteId),
      latency: health.latencyOf(siteId) ?? null,
      ...contactOf(link),
      outbox: { messages: waiting?.messages ?? 0, oldestS: waiting?.oldestS ?? null },
    }
  }

  function softwareOf(
    descriptor: KnownSite['descriptor'],
    told: SiteHealth['health'] | undefined,
  ): Pick<PeerAdminView, 'software' | 'documentVersion'> {
    return {
      software: told?.software ?? descriptor?.software ?? null,
      documentVersion: told?.documentVersion ?? null,
    }
  }

  function contactOf(
    link: PeerLink | undefined,
  ): Pick<PeerAdminView, 'lastHeardAt' | 'lastCalledAt' | 'backOff'> {
    return {
      lastHeardAt: link?.lastHeardAt?.toISOString() ?? null,
      lastCalledAt: link?.lastCalledAt?.toISOString() ?? null,
      backOff: backOffOf(link),
    }
  }

  function lookOf(siteId: SiteId): PeerAdminView['look'] {
    const last = health.sightOf(siteId)
    const [unasked, untold] = sight('peer.unasked')
    return {
      state: last?.state ?? null,
      seen: last?.seen ?? unasked,
      told: last?.told ?? untold,
      ageS: ageS(last?.askedAtMs),
      answeredAgeS: ageS(last?.answeredAtMs),
      clockOffsetS: last?.clockOffsetS ?? null,
    }
  }

  function registry(): PeerAdminList['registry'] {
    if (deps.registryUrl === undefined) return null
    const look = deps.registryLook()
    const [unasked, untold] = sight('peer.unasked')
    return {
      url: deps.registryUrl,
      isAnswering: look?.isAnswering ?? null,
      seen: look?.seen ?? unasked,
      told: look?.told ?? untold,
      ageS: ageS(look?.atMs),
      answeredAgeS: ageS(look?.answeredAtMs),
    }
  }

  return {
    /** Every other member, from what is known here: no peer and no registry is asked. */
    async list(): Promise<PeerAdminList> {
      const [link, outbox, told] = await Promise.all([
        links.list(),
        readOutboxBacklog(db),
        health.listHealth(),
      ])
      const known: Known = {
        links: link,
        outbox: new Map(outbox.map((row) => [row.peer, row])),
        health: new Map(told.map((row) => [row.siteId, row])),
      }
      const sites = federation.listSites().filter(({ member }) => member.siteId !== deps.self)
      const document = federation.document()
      return {
        peers: await Promise.all(sites.map((site) => viewOf(site, known))),
        unusable: federation.listUnusable().map((member) => ({ ...member })),
        document: document
          ? {
              version: document.version,
              issued: document.issued.toISOString(),
              expires: document.expires.toISOString(),
              isOpen: document.isOpen,
            }
          : null,
        registry: registry(),
      }
    },

    /** Asks the peer once, now, whatever pause is kept. Answers what came of it. */
    async test(siteId: SiteId): Promise<PeerTest> {
      requirePeer(siteId)
      const { reply, tookMs, sight: look } = await health.ask(siteId)
      const answer = reply.kind === 'answered' ? reply.value : undefined
      const [silence, untold] = sight('peer.silent')
      const { seen = silence, told = untold } =
        reply.kind === 'unreachable' ? { seen: reply.detail, told: reply.told } : (look ?? {})
      return {
        siteId,
        outcome: reply.kind,
        seen,
        told,
        tookMs: Math.round(tookMs * 10) / 10,
        clockOffsetS: look?.clockOffsetS ?? null,
        isReady: answer?.isReady ?? null,
        software: answer?.software ?? null,
        at: now().toISOString(),
      }
    },

    /** Sends what waits for the peer at once, and not when its pause is over. */
    async retryNow(account: Account, siteId: SiteId): Promise<void> {
      requirePeer(siteId)
      await db.transaction(async (tx) => {
        await links.endPause(tx, siteId)
        await recordAudit(tx, {
          actor: `account:${account.id}`,
          action: 'peer.retry-now',
          object: siteId,
        })
      })
      deps.hints.wake('outbox')
    },
  }
}

interface Known {
  readonly links: ReadonlyMap<SiteId, PeerLink>
  readonly outbox: ReadonlyMap<SiteId, OutboxBacklog>
  readonly health: ReadonlyMap<SiteId, SiteHealth>
}

function backOffOf(link: PeerLink | undefined): PeerAdminView['backOff'] {
  if (link?.nextAttemptAt == null || !link.isPutOff) return null
  const { failures, nextAttemptAt, lastError, lastErrorTold } = link
  const told = lastErrorTold === null ? {} : { told: lastErrorTold }
  return { failures, nextAttemptAt: nextAttemptAt.toISOString(), lastError, ...told }
}

function keysOf(
  keys: readonly {
    readonly key: Parameters<typeof keyIdOf>[0]
    readonly notBefore: string
    readonly notAfter: string
  }[],
): Promise<{ keyId: KeyId; notBefore: string; notAfter: string }[]> {
  return Promise.all(
    keys.map(async ({ key, notBefore, notAfter }) => ({
      keyId: await keyIdOf(key),
      notBefore,
      notAfter,
    })),
  )
}

function ageS(atMs: number | undefined): number | null {
  return atMs === undefined ? null : Math.round((performance.now() - atMs) / 100) / 10
}
