import {
  type FederationDocument,
  type FederationMember,
  type GeneralJws,
  PROTOCOL_RANGE,
} from '@crosspanel/protocol/federation'
import { JWS_TYPES } from '@crosspanel/protocol/compact-jws'
import { DomainError } from '@crosspanel/protocol/problem'
import type { FederationRoot } from '@crosspanel/protocol/registry-api'
import { documentSha256, signDocument } from '@crosspanel/protocol/signed-document'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db.ts'
import type { RootKey } from '../root-key.ts'
import type { Change, FederationRow, FederationStore, SignedVersion } from './store.ts'

export interface FederationServiceDeps {
  readonly store: FederationStore
  readonly listMembers: (tx: Tx) => Promise<FederationMember[]>
  readonly rootKey: RootKey
  readonly federationId: string
  readonly documentLifeDays: number
  readonly now: () => Date
}
export type FederationService = ReturnType<typeof createFederationService>
export type PublishAfter = FederationService['publishAfter']

const DAY_MS = 86_400_000
/** One root key signs; the document and its readers are made for more. */
const ROOT_THRESHOLD = 1

export function createFederationService(deps: FederationServiceDeps) {
  const { store, listMembers, rootKey, federationId, documentLifeDays, now } = deps
  const root = { keys: [rootKey.publicJwk], threshold: ROOT_THRESHOLD }

  async function sign(version: number, members: FederationMember[]): Promise<SignedVersion> {
    const issued = now()
    const expires = new Date(issued.getTime() + documentLifeDays * DAY_MS)
    const payload: FederationDocument = {
      federationId,
      version,
      issued: issued.toISOString(),
      expires: expires.toISOString(),
      root,
      minProtocol: PROTOCOL_RANGE.min,
      members,
    }
    const document = await signDocument(payload, JWS_TYPES.federation, [rootKey.signer])
    const sha256 = await documentSha256(document)
    return { version, issued, expires, documentSha256: sha256, document }
  }

  async function requireFederation(): Promise<FederationRow> {
    const row = await store.find()
    if (row === undefined) throw new DomainError('not-ready', 'no federation was founded')
    return row
  }

  /** A document in the second half of its life is signed anew, so that a reader has days to spare. */
  function isDue({ issued, expires }: FederationRow): boolean {
    return now().getTime() * 2 >= issued.getTime() + expires.getTime()
  }

  function publishAfter<T>(
    change: (tx: Tx, current: FederationRow) => Promise<Change<T>>,
  ): Promise<T> {
    return store.publishAfter(change, async (tx, version) => sign(version, await listMembers(tx)))
  }

  async function renew(): Promise<void> {
    await publishAfter(async (tx, current) => {
      if (!isDue(current)) return { result: undefined, isPublic: false }
      await recordAudit(tx, {
        at: now(),
        actor: 'registry',
        action: 'federation.renewed',
        object: federationId,
        details: { version: current.version + 1 },
      })
      return { result: undefined, isPublic: true }
    })
  }

  return {
    publishAfter,
    requireFederation,

    async found(): Promise<void> {
      const first = await sign(1, [])
      const keys = { rootKeys: root.keys, rootThreshold: root.threshold }
      if (!(await store.found({ federationId, ...keys }, first))) {
        throw new DomainError('site-exists', 'this database holds a federation already')
      }
    },

    /** The latest signed document and its strong entity tag. */
    async current(): Promise<{ document: GeneralJws; etag: string }> {
      if (isDue(await requireFederation())) await renew()
      const { document, documentSha256: sha256 } = await requireFederation()
      return { document, etag: `"${sha256}"` }
    },

    async root(): Promise<FederationRoot> {
      const row = await requireFederation()
      return {
        federationId: row.federationId,
        keys: row.rootKeys,
        threshold: row.rootThreshold,
        fingerprint: rootKey.signer.kid,
      }
    },

    /** Throws when the database is not the one that this root key founded. */
    async check(): Promise<void> {
      const row = await requireFederation()
      const isOurs = row.rootKeys.some(({ x }) => x === rootKey.publicJwk.x)
      if (!isOurs || row.federationId !== federationId) {
        throw new DomainError('not-ready', 'the database is of another federation or root key')
      }
    },
  }
}
