import type { GeneralJws } from '@crosspanel/protocol/federation'
import type { FindSite } from '@crosspanel/protocol/hop-token'
import type { Sha256, SiteId } from '@crosspanel/protocol/ids'
import { documentSha256 } from '@crosspanel/protocol/signed-document'
import type { Logger } from '../logger.ts'
import type { FederationCache, FederationCopy } from './federation-cache.ts'
import { createKeyedLock } from './keyed-lock.ts'
import type { FederationTrust } from './federation-trust.ts'
import {
  FederationRefusal,
  type FederationView,
  ownEntry,
  readDocument,
  type SiteEntry,
  viewOf,
} from './federation-view.ts'
import type { Federation } from './ports.ts'
import { type RegistryClient, RegistryRefusal } from './registry-client.ts'

export interface KnownFederationDeps {
  readonly self: SiteId
  /** Undefined while the site has not joined. */
  readonly trust: FederationTrust | undefined
  readonly cache: FederationCache
  readonly registry: RegistryClient | undefined
  readonly now: () => Date
  readonly log: Logger
}

export type KnownFederation = Awaited<ReturnType<typeof openFederation>>

/** Opens the federation from the last good copy, so that a node starts and works with the registry down. */
export async function openFederation(deps: KnownFederationDeps) {
  const { self, trust, cache, registry, now, log } = deps
  const own = trust && (await ownEntry(trust.statement))
  let view = await newestView()
  const inTurn = createKeyedLock()

  async function newestView(): Promise<FederationView | undefined> {
    if (trust === undefined) return undefined
    for (const copy of await cache.load()) {
      try {
        return await viewOf(copy, trust, now())
      } catch (err) {
        log.warn({ err }, 'a copy of the federation document is not believed')
      }
    }
    return undefined
  }

  function entryOf(siteId: SiteId): SiteEntry | undefined {
    return view?.sites.get(siteId) ?? (siteId === self ? own : undefined)
  }

  function adopt(next: FederationView): void {
    const isNewer = next.document.version !== view?.document.version
    view = next
    if (!isNewer) return
    const { version, expires } = next.document
    log.info({ version, expires, members: next.sites.size }, 'federation document taken')
    for (const { siteId, detail } of next.unusable) {
      log.warn({ peer: siteId, detail }, 'member cannot be used')
    }
  }

  const known = {
    findSite: (siteId) => entryOf(siteId)?.site,
    listSites: () => [...(view?.sites.values() ?? (own ? [own] : []))].map(({ site }) => site),
    document() {
      if (view === undefined) return undefined
      const { version } = view.document
      const issued = new Date(view.document.issued)
      const expires = new Date(view.document.expires)
      return { version, issued, expires, isOpen: now() < expires }
    },
    encryptionKeyOf(siteId) {
      const nowMs = now().getTime()
      return entryOf(siteId)
        ?.encryptionKeys.filter((key) => key.notBeforeMs <= nowMs && nowMs < key.notAfterMs)
        .toSorted((a, b) => b.notBeforeMs - a.notBeforeMs)[0]
    },
  } satisfies Partial<Federation>

  return {
    ...known,
    /** What a call or a message of the site is verified by. */
    findHopSite: ((siteId) => entryOf(siteId)?.hop) satisfies FindSite,
    version: () => view?.document.version ?? 0,
    /** Members that cannot be used, and why. */
    listUnusable: (): FederationView['unusable'] => view?.unusable ?? [],
    ownStatement: (): GeneralJws | undefined => trust?.statement,

    /**
     * Asks the registry for a newer document, and takes it when it can be believed. Rejects with
     * what stood in the way; what was known before stays in force then.
     */
    refresh: (): Promise<void> => inTurn('refresh', refresh),
  }

  async function refresh(): Promise<void> {
    if (trust === undefined || registry === undefined) return
    const etag = view && isComplete(view) ? view.copy.etag : undefined
    const fetched = await registry.getFederation(etag)
    if (fetched === undefined) return
    const read = await readDocument(fetched.jws, trust, now())
    refuseRollback(view, read)
    const copy = await completeCopy(registry, { ...fetched, ...read }, view?.copy)
    const next = await viewOf(copy, trust, now())
    await cache.store(copy)
    adopt(next)
  }
}

/** Whether every document that the members name is at hand; what is missing is asked for again. */
function isComplete({ sites, unusable }: FederationView): boolean {
  if (unusable.length > 0) return false
  return [...sites.values()].every(
    ({ site: { member, descriptor } }) =>
      member.descriptorSha256 === undefined || descriptor !== undefined,
  )
}

function refuseRollback(
  held: FederationView | undefined,
  { document, sha256 }: Awaited<ReturnType<typeof readDocument>>,
): void {
  if (held === undefined || document.version > held.document.version) return
  if (document.version < held.document.version) {
    throw new FederationRefusal(
      `version ${document.version} is older than ${held.document.version}, which is known here`,
    )
  }
  if (sha256 !== held.sha256) {
    throw new FederationRefusal(`two different documents have the version ${document.version}`)
  }
}

/** Fetches the statements and descriptors that are not at hand. One that the registry does not have stays missing. */
async function completeCopy(
  registry: RegistryClient,
  fetched: Awaited<ReturnType<typeof readDocument>> & {
    readonly jws: GeneralJws
    readonly etag: string | undefined
  },
  held: FederationCopy | undefined,
): Promise<FederationCopy> {
  const statements: Record<string, GeneralJws> = {}
  const descriptors: Record<string, GeneralJws> = {}
  for (const { statementSha256, descriptorSha256 } of fetched.document.members) {
    const statement =
      held?.statements[statementSha256] ??
      (await fetchByDigest(statementSha256, (sha256) => registry.getStatement(sha256)))
    if (statement !== undefined) statements[statementSha256] = statement
    if (descriptorSha256 === undefined) continue
    const descriptor =
      held?.descriptors[descriptorSha256] ??
      (await fetchByDigest(descriptorSha256, (sha256) => registry.getDescriptor(sha256)))
    if (descriptor !== undefined) descriptors[descriptorSha256] = descriptor
  }
  return {
    version: fetched.document.version,
    ...(fetched.etag === undefined ? {} : { etag: fetched.etag }),
    document: fetched.jws,
    statements,
    descriptors,
  }
}

async function fetchByDigest(
  sha256: Sha256,
  fetch: (sha256: Sha256) => Promise<GeneralJws>,
): Promise<GeneralJws | undefined> {
  try {
    const jws = await fetch(sha256)
    return (await documentSha256(jws)) === sha256 ? jws : undefined
  } catch (error) {
    if (error instanceof RegistryRefusal) return undefined
    throw error
  }
}
