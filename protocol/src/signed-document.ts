import { base64url, type CryptoKey, flattenedVerify, GeneralSign } from 'jose'
import type { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { JWS_TYPES, type JwsType, readHeader } from './compact-jws.ts'
import { sha256Hex } from './digest.ts'
import { FederationDocument, GeneralJws, NodeStatement, SiteDescriptor } from './federation.ts'
import { FederationAnnouncements } from './federation-announcements.ts'
import { CLOCK_SKEW_ALLOWED_S } from './hop-token.ts'
import { hostSiteOf, type KeyId, type PanelId, type Sha256, type SiteId } from './ids.ts'
import type { SigningJwk } from './federation.ts'
import { SiteReport } from './report.ts'
import { type Sight, sight } from './sights.ts'
import type { Told } from './told.ts'
import { importVerifyKey, keyIdOf, type SigningKey, siteKeysOf } from './keys.ts'

/** Characters of base64url that a document may have. */
const DOCUMENT_MAX_CHARS = 4 * 1024 * 1024
/** Whoever made the document decides how many are wrong. */
const PLACES_MAX = 20

export interface DocumentRefusal {
  readonly kind: 'refused'
  readonly code: 'invalid-request' | 'signature-invalid' | 'federation-expired'
  readonly detail: string
  /** What `detail` is made of. */
  readonly told: Told
}
export type DocumentVerdict<Document> =
  | {
      readonly kind: 'valid'
      readonly document: Document
      readonly sha256: Sha256
      /** Whose signatures were verified. */
      readonly kids: readonly KeyId[]
    }
  | DocumentRefusal

/** Signs the canonical JSON of a document with each key, as a JWS in General JSON serialisation. */
export async function signDocument(
  payload: unknown,
  typ: JwsType,
  signers: readonly SigningKey[],
): Promise<GeneralJws> {
  const jws = new GeneralSign(new TextEncoder().encode(canonicalJson(payload)))
  for (const { key, kid } of signers) {
    jws.addSignature(key).setProtectedHeader({ alg: 'EdDSA', typ, kid })
  }
  return GeneralJws.parse(await jws.sign())
}

/** Digest of the document's canonical JSON: the same whoever signed it, and however often. */
export async function documentSha256(jws: GeneralJws): Promise<Sha256> {
  return sha256Hex(base64url.decode(jws.payload))
}

/**
 * Verifies a document against keys that the caller trusts already. At least `threshold` of them
 * have to have signed it; signatures by one key count once, signatures by strangers not at all.
 */
export async function verifyDocument<Document>(
  jws: GeneralJws,
  expected: {
    readonly typ: JwsType
    readonly schema: z.ZodType<Document>
    readonly keys: ReadonlyMap<KeyId, CryptoKey>
    readonly threshold: number
  },
): Promise<DocumentVerdict<Document>> {
  const { typ, schema, keys, threshold } = expected
  const read = readPayload(jws, schema)
  if (read.kind === 'refused') return read
  const kids = new Set<KeyId>()
  for (const signature of jws.signatures) {
    const header = readHeader(signature, typ)
    if (header.kind === 'malformed') return refused('signature-invalid', header.seen)
    const key = keys.get(header.kid)
    if (key === undefined) continue
    if (!(await isSignedBy(key, { payload: jws.payload, ...signature }))) {
      return refused('signature-invalid', sight('signed.other-key', { kid: header.kid }))
    }
    kids.add(header.kid)
  }
  if (kids.size < Math.max(1, threshold)) {
    const seen = sight('signed.few', { signed: kids.size, needed: threshold })
    return refused('signature-invalid', seen)
  }
  const sha256 = await documentSha256(jws)
  return { kind: 'valid', document: read.document, sha256, kids: [...kids] }
}

/**
 * Verifies that a site speaks for itself: its root key and one of the signing keys that it lists
 * have both signed. `rootKid` is the key that the site is known by, where it is known already.
 * Whether the keys are in use now is asked when they are used.
 */
export async function verifyStatement(
  jws: GeneralJws,
  known: { readonly rootKid?: KeyId } = {},
): Promise<DocumentVerdict<NodeStatement>> {
  const read = readPayload(jws, NodeStatement)
  if (read.kind === 'refused') return read
  const statement = read.document
  const rootKid = await keyIdOf(statement.rootKey)
  if (known.rootKid !== undefined && known.rootKid !== rootKid) {
    const { siteId } = statement
    return refused('signature-invalid', sight('signed.other-root', { siteId }))
  }
  const keys = new Map<KeyId, CryptoKey>()
  for (const [kid, { key }] of await siteKeysOf(statement)) keys.set(kid, key)
  if (keys.has(rootKid)) {
    return refused('signature-invalid', sight('signed.root-signs'))
  }
  keys.set(rootKid, await importVerifyKey(statement.rootKey))
  const verdict = await verifyDocument(jws, {
    typ: JWS_TYPES.statement,
    schema: NodeStatement,
    keys,
    threshold: 2,
  })
  if (verdict.kind === 'valid' && !verdict.kids.includes(rootKid)) {
    return refused('signature-invalid', sight('signed.no-root'))
  }
  return verdict
}

/** Verifies a site's descriptor against its verified statement: by a key in use at `atMs`, and about its own panels only. */
export async function verifyDescriptor(
  jws: GeneralJws,
  statement: NodeStatement,
  atMs: number,
): Promise<DocumentVerdict<SiteDescriptor>> {
  const expected = { typ: JWS_TYPES.descriptor, schema: SiteDescriptor, atMs }
  const verdict = await verifyBySite(jws, statement, expected)
  return verdict.kind === 'refused' ? verdict : refuseForeign(verdict, verdict.document.panels)
}

/** Verifies how a site says that it is, as `verifyDescriptor` does what it offers. */
export async function verifyReport(
  jws: GeneralJws,
  statement: NodeStatement,
  atMs: number,
): Promise<DocumentVerdict<SiteReport>> {
  const expected = { typ: JWS_TYPES.report, schema: SiteReport, atMs }
  const verdict = await verifyBySite(jws, statement, expected)
  if (verdict.kind === 'refused') return verdict
  return refuseForeign(verdict, verdict.document.activity?.cells ?? [])
}

/** By a key of the site that is in use at `atMs`, and about the site itself. */
async function verifyBySite<Document extends { readonly siteId: SiteId }>(
  jws: GeneralJws,
  statement: NodeStatement,
  expected: {
    readonly typ: JwsType
    readonly schema: z.ZodType<Document>
    readonly atMs: number
  },
): Promise<DocumentVerdict<Document>> {
  const { typ, schema, atMs } = expected
  const keys = new Map<KeyId, CryptoKey>()
  for (const [kid, { key, notBeforeMs, notAfterMs }] of await siteKeysOf(statement)) {
    if (atMs + CLOCK_SKEW_ALLOWED_S * 1000 >= notBeforeMs && atMs <= notAfterMs) keys.set(kid, key)
  }
  const verdict = await verifyDocument(jws, { typ, schema, keys, threshold: 1 })
  if (verdict.kind === 'refused' || verdict.document.siteId === statement.siteId) return verdict
  const ids = { siteId: statement.siteId, otherId: verdict.document.siteId }
  return refused('signature-invalid', sight('signed.of-another', ids))
}

function refuseForeign<Document extends { readonly siteId: SiteId }>(
  verdict: DocumentVerdict<Document> & { readonly kind: 'valid' },
  panels: readonly { readonly panelId: PanelId }[],
): DocumentVerdict<Document> {
  const { siteId } = verdict.document
  const foreign = panels.find(({ panelId }) => hostSiteOf(panelId) !== siteId)
  if (foreign === undefined) return verdict
  const { panelId } = foreign
  return refused('signature-invalid', sight('signed.foreign-panel', { siteId, panelId }))
}

/** Verifies what the federation's admins say against the roots that the verifier has pinned. */
export async function verifyAnnouncements(
  jws: GeneralJws,
  pinned: {
    readonly federationId: string
    readonly rootKeys: readonly SigningJwk[]
    readonly threshold: number
  },
): Promise<DocumentVerdict<FederationAnnouncements>> {
  const verdict = await verifyDocument(jws, {
    typ: JWS_TYPES.announcements,
    schema: FederationAnnouncements,
    keys: await keysOf(pinned.rootKeys),
    threshold: pinned.threshold,
  })
  if (verdict.kind === 'refused' || verdict.document.federationId === pinned.federationId) {
    return verdict
  }
  const { federationId } = verdict.document
  return refused('signature-invalid', sight('signed.other-federation', { federationId }))
}

/**
 * Verifies a federation document against the roots that the verifier has pinned, never against
 * the ones that the document names. An expired copy is refused unless the caller asks for its last
 * good one; that a version never goes down is for the caller to hold.
 */
export async function verifyFederationDocument(
  jws: GeneralJws,
  pinned: {
    readonly federationId?: string
    readonly rootKeys: readonly SigningJwk[]
    readonly threshold: number
    readonly nowMs: number
    readonly acceptExpired?: boolean
  },
): Promise<DocumentVerdict<FederationDocument>> {
  const verdict = await verifyDocument(jws, {
    typ: JWS_TYPES.federation,
    schema: FederationDocument,
    keys: await keysOf(pinned.rootKeys),
    threshold: pinned.threshold,
  })
  if (verdict.kind === 'refused') return verdict
  const { federationId, issued, expires } = verdict.document
  if (pinned.federationId !== undefined && pinned.federationId !== federationId) {
    return refused('signature-invalid', sight('signed.other-federation', { federationId }))
  }
  if (Date.parse(issued) > pinned.nowMs + CLOCK_SKEW_ALLOWED_S * 1000) {
    return refused('invalid-request', sight('signed.future', { issued }))
  }
  if (pinned.acceptExpired !== true && Date.parse(expires) <= pinned.nowMs) {
    return refused('federation-expired', sight('signed.expired', { expires }))
  }
  return verdict
}

async function keysOf(jwks: readonly SigningJwk[]): Promise<ReadonlyMap<KeyId, CryptoKey>> {
  const keys = new Map<KeyId, CryptoKey>()
  for (const jwk of jwks) keys.set(await keyIdOf(jwk), await importVerifyKey(jwk))
  return keys
}

/** The payload as the schema reads it. One that is not in canonical form is refused, so that a document has one digest. */
function readPayload<Document>(
  { payload }: GeneralJws,
  schema: z.ZodType<Document>,
): { readonly kind: 'read'; readonly document: Document } | DocumentRefusal {
  if (payload.length > DOCUMENT_MAX_CHARS) {
    return refused('invalid-request', sight('signed.long', { characters: DOCUMENT_MAX_CHARS }))
  }
  let json: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(base64url.decode(payload))
    json = JSON.parse(text)
    if (canonicalJson(json) !== text) {
      return refused('invalid-request', sight('signed.not-canonical'))
    }
  } catch {
    return refused('invalid-request', sight('signed.no-json'))
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { kind: 'read', document: parsed.data }
  const where = parsed.error.issues.map(({ path }) => path.join('.') || 'document')
  const places = [...new Set(where)].slice(0, PLACES_MAX).join(', ')
  return refused('invalid-request', sight('signed.malformed', { places }))
}

async function isSignedBy(
  key: CryptoKey,
  jws: { readonly payload: string; readonly protected: string; readonly signature: string },
): Promise<boolean> {
  try {
    await flattenedVerify(jws, key, { algorithms: ['EdDSA'] })
    return true
  } catch {
    return false
  }
}

function refused(code: DocumentRefusal['code'], [detail, told]: Sight): DocumentRefusal {
  return { kind: 'refused', code, detail, told }
}
