import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openSealed, signEnrolmentProof } from '@crosspanel/protocol/enrolment-proof'
import {
  EncryptionJwk,
  EnrolmentChallenge,
  EnrolmentView,
  FederationDocument,
  GeneralJws,
} from '@crosspanel/protocol/federation'
import { decodeInvite, type Invite } from '@crosspanel/protocol/invite'
import { importSigningKey, keyIdOf } from '@crosspanel/protocol/keys'
import { DomainError, isProblemCode } from '@crosspanel/protocol/problem'
import { INVITE_SCHEME } from '@crosspanel/protocol/registry-api'
import { documentSha256, verifyFederationDocument } from '@crosspanel/protocol/signed-document'
import { base64url } from 'jose'
import { z } from 'zod'
import {
  type FederationTrust,
  readFederationTrust,
  writeFederationTrust,
} from './federation-trust.ts'
import { createHttpClient, HttpFailure, type SendHttp } from './http-client.ts'
import { readFileIfThere, replaceFile } from './private-file.ts'
import { createRegistryClient, type RegistryClient, RegistryRefusal } from './registry-client.ts'
import { type IdentityKeys, readIdentityKeys } from './site-keys.ts'
import { signStatement, type StatementFields } from './statement.ts'

const POLL_MS = 1_000
const KEYS_DIRECTORY = 'keys'

export interface EnrolOptions extends Omit<StatementFields, 'reach'> {
  /** Directory of the node; its keys are in `keys/`, and what it learns goes into `federation.json`. */
  readonly dataDir: string
  /** The text of the invite, `xp1_...` */
  readonly invite: string
  /** How long to wait for the approval. */
  readonly timeoutMs: number
  /** Called with the site's fingerprint, for two people to compare, once the registry has the request. */
  readonly onPending: (fingerprint: string) => void
  readonly send?: SendHttp
  readonly now?: () => Date
  readonly pollMs?: number
}

/**
 * Joins a federation: checks that the registry is the one that the invite names, shows that the site
 * holds its keys, waits for the approval, and writes down whom to believe from then on. May be cut short
 * and called again with the same invite.
 */
export async function enrolSite(options: EnrolOptions): Promise<{ readonly registryUrl: string }> {
  const invite = decodeInvite(options.invite)
  const { registryUrl } = invite
  const joined = await readFederationTrust(options.dataDir)
  if (joined?.registryUrl === registryUrl) return { registryUrl }
  if (joined !== undefined) {
    throw new DomainError('site-exists', `this site has joined ${joined.federationId} already`)
  }
  await using http = createHttpClient()
  const registry = createRegistryClient(registryUrl, options.send ?? http.send)
  const now = options.now ?? (() => new Date())
  const keys = await readIdentityKeys(join(options.dataDir, KEYS_DIRECTORY))
  try {
    const roots = await rootsOf(registry, invite, now())
    const statement = await ownStatement(options, keys, now())
    const enrolment = await submit(registry, invite, keys, statement)
    options.onPending(enrolment.fingerprint)
    await awaitApproval(registry, invite, enrolment, options)
    await writeFederationTrust(options.dataDir, { registryUrl, ...roots, statement })
    await rm(unfinishedPath(options.dataDir), { force: true })
    return { registryUrl }
  } catch (error) {
    throw asDomainError(error)
  }
}

/** The federation's root keys, believed because the one that the invite names has signed for them. */
async function rootsOf(
  registry: RegistryClient,
  { rootFingerprint }: Invite,
  now: Date,
): Promise<Pick<FederationTrust, 'federationId' | 'rootKeys' | 'threshold'>> {
  const fetched = await registry.getFederation(undefined)
  const claimed = fetched && claimedRoots(fetched.jws)
  for (const key of claimed?.keys ?? []) {
    if (fetched === undefined || (await keyIdOf(key)) !== rootFingerprint) continue
    const pinned = { rootKeys: [key], threshold: 1, nowMs: now.getTime(), acceptExpired: true }
    const verdict = await verifyFederationDocument(fetched.jws, pinned)
    if (verdict.kind === 'refused') throw new DomainError(verdict.code, verdict.detail)
    const { federationId, root } = verdict.document
    return { federationId, rootKeys: root.keys, threshold: root.threshold }
  }
  throw new DomainError(
    'signature-invalid',
    `the registry is not the one that the invite names: no root key has the fingerprint ${rootFingerprint}`,
  )
}

/** What an unverified document says of its roots: only to find the key that the invite vouches for. */
function claimedRoots(jws: GeneralJws): FederationDocument['root'] | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(jws.payload, 'base64url').toString('utf8'))
    return FederationDocument.pick({ root: true }).safeParse(payload).data?.root
  } catch {
    return undefined
  }
}

const Unfinished = z.object({ inviteSha256: z.string(), statement: GeneralJws })

function unfinishedPath(dataDir: string): string {
  return join(dataDir, 'enrolment.json')
}

/** One invite, one statement: when the command is run again, the registry knows it for the same request. */
async function ownStatement(
  { dataDir, invite, organisation, siteName, url, contact }: EnrolOptions,
  keys: IdentityKeys,
  now: Date,
): Promise<GeneralJws> {
  const inviteSha256 = createHash('sha256').update(invite.trim()).digest('hex')
  const kept = await readFileIfThere(unfinishedPath(dataDir))
  const unfinished = kept === undefined ? undefined : Unfinished.parse(JSON.parse(kept))
  if (unfinished?.inviteSha256 === inviteSha256) return unfinished.statement
  const fields = { organisation, siteName, url, contact, reach: 'inbound' } as const
  const statement = await signStatement(keys, fields, now)
  await replaceFile(unfinishedPath(dataDir), JSON.stringify({ inviteSha256, statement }))
  return statement
}

async function submit(
  registry: RegistryClient,
  { token }: Invite,
  keys: IdentityKeys,
  statement: GeneralJws,
): Promise<EnrolmentView> {
  const encryptionKey = EncryptionJwk.parse(keys.encryption)
  const asked = { invite: token, encryptionKey }
  const challenge = EnrolmentChallenge.parse(
    await registry.postJson('/v1/enrolments/challenge', asked),
  )
  const { nonce, sealed } = challenge
  const proof = { nonce, statementSha256: await documentSha256(statement) }
  const request = {
    invite: token,
    statement,
    nonce,
    signProof: await signEnrolmentProof(proof, await importSigningKey(keys.sign)),
    encryptionProof: base64url.encode(await openSealed(sealed, keys.encryption)),
  }
  return EnrolmentView.parse(await registry.postJson('/v1/enrolments', request))
}

async function awaitApproval(
  registry: RegistryClient,
  { token }: Invite,
  submitted: EnrolmentView,
  { timeoutMs, pollMs = POLL_MS }: EnrolOptions,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs
  const path = `/v1/enrolments/${submitted.enrolmentId}`
  const headers = { authorization: `${INVITE_SCHEME} ${token}` }
  let { state } = submitted
  while (state === 'pending') {
    if (performance.now() >= deadlineMs) {
      throw new DomainError('not-ready', 'nobody has approved the enrolment yet; try again later')
    }
    await delay(pollMs)
    state = (await findEnrolment(registry, path, headers))?.state ?? 'pending'
  }
  if (state === 'rejected') {
    throw new DomainError('forbidden', 'a federation admin has rejected the enrolment')
  }
}

/** Undefined while the registry is out of reach: an approval may take days. */
async function findEnrolment(
  registry: RegistryClient,
  path: string,
  headers: Record<string, string>,
): Promise<EnrolmentView | undefined> {
  try {
    return EnrolmentView.parse(await registry.getJson(path, headers))
  } catch (error) {
    if (error instanceof HttpFailure) return undefined
    throw error
  }
}

function asDomainError(error: unknown): unknown {
  if (error instanceof HttpFailure) {
    return new DomainError('not-ready', `the registry cannot be reached: ${error.message}`)
  }
  if (error instanceof RegistryRefusal && isProblemCode(error.code)) {
    return new DomainError(error.code, error.message)
  }
  return error
}
