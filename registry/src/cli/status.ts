import { GeneralJws } from '@crosspanel/protocol/federation'
import { FederationRoot, MemberList, type MemberView } from '@crosspanel/protocol/registry-api'
import { verifyFederationDocument } from '@crosspanel/protocol/signed-document'
import type { RegistryApi } from './api.ts'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'

export interface FederationStatus {
  readonly federationId: string
  readonly version: number
  readonly issued: string
  readonly expires: string
  readonly rootFingerprint: string
  readonly members: readonly MemberView[]
}

/** What the registry publishes now, its signature verified, and the members behind it. */
export async function readStatus(api: RegistryApi, nowMs: number): Promise<FederationStatus> {
  const root = await api.get('/v1/federation/root', FederationRoot)
  const jws = await api.get('/v1/federation', GeneralJws)
  const { members } = await api.get('/v1/members', MemberList)
  const { federationId, keys: rootKeys, threshold, fingerprint } = root
  const pinned = { federationId, rootKeys, threshold, nowMs }
  const verdict = await verifyFederationDocument(jws, pinned)
  if (verdict.kind === 'refused') {
    throw new CliError(`the federation document is not good: ${verdict.detail}`, EXIT.integrity)
  }
  const { version, issued, expires } = verdict.document
  return { federationId, version, issued, expires, rootFingerprint: fingerprint, members }
}
