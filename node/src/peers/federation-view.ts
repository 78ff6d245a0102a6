import {
  type FederationDocument,
  type FederationMember,
  type GeneralJws,
} from '@crosspanel/protocol/federation'
import type { KnownSite as HopSite } from '@crosspanel/protocol/hop-token'
import type { KeyId, SiteId } from '@crosspanel/protocol/ids'
import { keyIdOf, siteKeysOf } from '@crosspanel/protocol/keys'
import {
  verifyDescriptor,
  verifyFederationDocument,
  verifyStatement,
} from '@crosspanel/protocol/signed-document'
import { type Sight, sight } from '@crosspanel/protocol/sights'
import type { Told } from '@crosspanel/protocol/told'
import { base64url } from 'jose'
import type { FederationCopy } from './federation-cache.ts'
import type { FederationTrust } from './federation-trust.ts'
import type { KnownSite } from './ports.ts'

/** A verified member, with what its calls are verified by. */
export interface SiteEntry {
  readonly site: KnownSite
  readonly hop: HopSite
  readonly encryptionKeys: readonly EncryptionEntry[]
}
interface EncryptionEntry {
  readonly key: Uint8Array
  readonly kid: KeyId
  readonly notBeforeMs: number
  readonly notAfterMs: number
}

interface Reason {
  readonly detail: string
  readonly told: Told
}

/** The federation as one copy of its documents tells it, all of it verified. */
export interface FederationView {
  readonly copy: FederationCopy
  readonly document: FederationDocument
  readonly sha256: string
  readonly sites: ReadonlyMap<SiteId, SiteEntry>
  /** Members that cannot be used, and why. */
  readonly unusable: readonly (Reason & { readonly siteId: SiteId })[]
}

export class FederationRefusal extends Error {
  override readonly name = 'FederationRefusal'
}

/**
 * Verifies a federation document. One that has expired is taken: it says best who is a member and
 * who is not, and that no new job may start is decided when one does. Throws `FederationRefusal`.
 */
export async function readDocument(
  jws: GeneralJws,
  trust: FederationTrust,
  now: Date,
): Promise<{ readonly document: FederationDocument; readonly sha256: string }> {
  const { federationId, rootKeys, threshold } = trust
  const pinned = { federationId, rootKeys, threshold, nowMs: now.getTime(), acceptExpired: true }
  const verdict = await verifyFederationDocument(jws, pinned)
  if (verdict.kind === 'refused') throw new FederationRefusal(verdict.detail)
  return { document: verdict.document, sha256: verdict.sha256 }
}

/**
 * Verifies a copy from the roots down. Members whose statement is missing or wrong are left out,
 * so that one bad statement cannot keep the others from hearing of a suspension.
 */
export async function viewOf(
  copy: FederationCopy,
  trust: FederationTrust,
  now: Date,
): Promise<FederationView> {
  const { document, sha256 } = await readDocument(copy.document, trust, now)
  const sites = new Map<SiteId, SiteEntry>()
  const unusable: (Reason & { readonly siteId: SiteId })[] = []
  for (const member of document.members) {
    const entry = await entryOf(member, copy, now)
    if ('detail' in entry) unusable.push({ siteId: member.siteId, ...entry })
    else sites.set(member.siteId, entry)
  }
  return { copy, document, sha256, sites, unusable }
}

async function entryOf(
  member: FederationMember,
  copy: FederationCopy,
  now: Date,
): Promise<SiteEntry | Reason> {
  const jws = copy.statements[member.statementSha256]
  if (jws === undefined) return reasonOf(sight('member.missing'))
  const verdict = await verifyStatement(jws, { rootKid: member.rootKid })
  if (verdict.kind === 'refused') return { detail: verdict.detail, told: verdict.told }
  const statement = verdict.document
  const { siteId } = statement
  if (verdict.sha256 !== member.statementSha256) return reasonOf(sight('member.digest'))
  if (siteId !== member.siteId) return reasonOf(sight('member.other-site', { siteId }))
  const descriptorJws = member.descriptorSha256 && copy.descriptors[member.descriptorSha256]
  const descriptor = descriptorJws
    ? await verifyDescriptor(descriptorJws, statement, now.getTime())
    : undefined
  const isDescribed = descriptor?.kind === 'valid' && descriptor.sha256 === member.descriptorSha256
  return {
    site: { member, statement, descriptor: isDescribed ? descriptor.document : undefined },
    hop: { status: member.status, keys: await siteKeysOf(statement) },
    encryptionKeys: await encryptionKeysOf(statement),
  }
}

const reasonOf = ([detail, told]: Sight): Reason => ({ detail, told })

/** A site that stands in no document yet but knows its own statement: it may call itself. */
export async function ownEntry(jws: GeneralJws): Promise<SiteEntry> {
  const verdict = await verifyStatement(jws)
  if (verdict.kind === 'refused') throw new FederationRefusal(verdict.detail)
  const statement = verdict.document
  const member: FederationMember = {
    siteId: statement.siteId,
    status: 'active',
    since: statement.issued,
    rootKid: await keyIdOf(statement.rootKey),
    statementSha256: verdict.sha256,
  }
  return {
    site: { member, statement, descriptor: undefined },
    hop: { status: 'active', keys: await siteKeysOf(statement) },
    encryptionKeys: await encryptionKeysOf(statement),
  }
}

function encryptionKeysOf({
  encryptionKeys,
}: KnownSite['statement']): Promise<readonly EncryptionEntry[]> {
  return Promise.all(
    encryptionKeys.map(async ({ key, notBefore, notAfter }) => ({
      key: base64url.decode(key.x),
      kid: await keyIdOf(key),
      notBeforeMs: Date.parse(notBefore),
      notAfterMs: Date.parse(notAfter),
    })),
  )
}
