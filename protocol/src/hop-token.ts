import { base64url } from 'jose'
import { z } from 'zod'
import { hasValidSignature, JWS_TYPES, readCompactJws, signCompactJws } from './compact-jws.ts'
import { bytesOfHex } from './digest.ts'
import type { MemberStatus } from './federation.ts'
import { PROTOCOL_RANGE } from './federation.ts'
import { type KeyId, PROTOCOL_VERSION, type Sha256, SiteId } from './ids.ts'
import type { SigningKey, SiteKey } from './keys.ts'
import type { ProblemCode } from './problem.ts'

export const HOP_TOKEN_LIFE_S = 60
/** How far the clocks of two sites may differ. */
export const CLOCK_SKEW_ALLOWED_S = 60
/** How long a `jti` has to be remembered after its token expires. */
export const HOP_TOKEN_REPLAY_WINDOW_S = HOP_TOKEN_LIFE_S + 2 * CLOCK_SKEW_ALLOWED_S
const TOKEN_MAX_CHARS = 4096
const NO_BODY = 'none'

/** `Authorization: Peer <token>` */
export const HOP_TOKEN_SCHEME = 'Peer'

/** Seconds since 1970, up to the year 9999. */
const Seconds = z.int().min(0).max(253_402_300_799)

export const HopTokenClaims = z.object({
  iss: SiteId,
  /** Exactly one site: RFC 7519 allows an array, which would make one token good at two sites (T9). */
  aud: SiteId,
  iat: Seconds,
  exp: Seconds,
  /** 128 random bits, base64url. */
  jti: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  htm: z.string().regex(/^[A-Z]{3,10}$/),
  /** Path and query as the receiving application sees them; the host is bound by `aud`. */
  htu: z.string().regex(/^\//).max(2048),
  bdg: z.string().regex(/^(none|sha-256=:[A-Za-z0-9+/]{43}=:)$/),
  pv: z.int().min(1),
  /** Version of the federation document that the caller knows; 0 for none. */
  fdv: z.int().min(0),
})
export type HopTokenClaims = z.infer<typeof HopTokenClaims>

/** What a verifier knows of a site: its status in the federation document and the keys of its statement. */
export interface KnownSite {
  readonly status: MemberStatus
  readonly keys: ReadonlyMap<KeyId, SiteKey>
}
export type FindSite = (siteId: SiteId) => KnownSite | undefined | Promise<KnownSite | undefined>

export interface HopTokenRequest {
  readonly issuer: SiteId
  readonly audience: SiteId
  readonly method: string
  readonly pathAndQuery: string
  /** Of the body's bytes; undefined when the request has no body or an empty one. */
  readonly bodySha256: Sha256 | undefined
  readonly documentVersion: number
  readonly nowMs: number
  /** 128 random bits, base64url (22 characters); never used twice. */
  readonly jti: string
}

export function signHopToken(request: HopTokenRequest, signer: SigningKey): Promise<string> {
  const iat = Math.floor(request.nowMs / 1000)
  const claims = HopTokenClaims.parse({
    iss: request.issuer,
    aud: request.audience,
    iat,
    exp: iat + HOP_TOKEN_LIFE_S,
    jti: request.jti,
    htm: request.method,
    htu: request.pathAndQuery,
    bdg: bodyDigestOf(request.bodySha256),
    pv: PROTOCOL_VERSION,
    fdv: request.documentVersion,
  })
  return signCompactJws(claims, JWS_TYPES.hopToken, signer)
}

export interface HopTokenExpectation {
  readonly audience: SiteId
  readonly method: string
  readonly pathAndQuery: string
  /**
   * The body that arrived (undefined: none, or an empty one); or `deferred` when it is still to be
   * streamed, and then `matchesBodyDigest` has to be asked before anything comes of the body.
   */
  readonly body: { readonly sha256: Sha256 | undefined } | 'deferred'
  readonly nowMs: number
  readonly findSite: FindSite
}

export interface ValidHopToken {
  readonly kind: 'valid'
  readonly issuer: SiteId
  readonly kid: KeyId
  readonly jti: string
  readonly expiresMs: number
  /** `sha-256=:<base64>:` or `none`. */
  readonly bodyDigest: string
  readonly documentVersion: number
  readonly protocolVersion: number
}
export interface HopTokenRefusal {
  readonly kind: 'refused'
  readonly code: ProblemCode
  readonly detail: string
  /** Who the token says it is from; believed only when the refusal came after the signature. */
  readonly issuer?: string
}
export type HopTokenVerdict = ValidHopToken | HopTokenRefusal

/**
 * Checks everything about a hop token but its replay, cheapest first, and the signature before
 * anything that the token says about itself is believed. Whether `jti` was seen before is for the
 * caller to check after this, because only a token that is valid may take up memory (T8).
 */
export async function verifyHopToken(
  token: string,
  expected: HopTokenExpectation,
): Promise<HopTokenVerdict> {
  const read = readCompactJws(token, { typ: JWS_TYPES.hopToken, maxChars: TOKEN_MAX_CHARS })
  if (read.kind === 'malformed') return refused('peer-token-malformed', read.seen[0])
  const parsed = HopTokenClaims.safeParse(read.payload)
  if (!parsed.success) {
    const claims = parsed.error.issues.map(({ path }) => path.join('.') || 'payload')
    return refused(
      'peer-token-malformed',
      `missing or malformed: ${[...new Set(claims)].join(', ')}`,
    )
  }
  const claims = parsed.data
  const refusal =
    (await signerRefusal(token, read.kid, claims.iss, expected)) ??
    audienceRefusal(claims, expected) ??
    timeRefusal(claims, expected.nowMs) ??
    versionRefusal(claims) ??
    requestRefusal(claims, expected)
  if (refusal !== undefined) return { ...refusal, issuer: claims.iss }
  return {
    kind: 'valid',
    issuer: claims.iss,
    kid: read.kid,
    jti: claims.jti,
    expiresMs: claims.exp * 1000,
    bodyDigest: claims.bdg,
    documentVersion: claims.fdv,
    protocolVersion: claims.pv,
  }
}

/** Whether a body with this digest (undefined: no body) is the one that the token was signed for. */
export function matchesBodyDigest(
  token: Pick<ValidHopToken, 'bodyDigest'>,
  bodySha256: Sha256 | undefined,
): boolean {
  return token.bodyDigest === bodyDigestOf(bodySha256)
}

/** RFC 9530 form of a digest in hexadecimal. */
export function bodyDigestOf(bodySha256: Sha256 | undefined): string {
  if (bodySha256 === undefined) return NO_BODY
  const urlSafe = base64url.encode(bytesOfHex(bodySha256))
  return `sha-256=:${urlSafe.replaceAll('-', '+').replaceAll('_', '/')}=:`
}

/** Key ids are looked up within the issuer only, so a site's key can never speak for another (T10). */
export async function findSiteKey(
  issuer: SiteId,
  kid: KeyId,
  findSite: FindSite,
): Promise<SiteKey | HopTokenRefusal> {
  const site = await findSite(issuer)
  if (site === undefined) return refused('peer-site-unknown', `${issuer} is not a member`)
  if (site.status !== 'active') {
    return refused('peer-site-suspended', `${issuer} is ${site.status}`)
  }
  return site.keys.get(kid) ?? refused('peer-key-unknown', `${kid} is not a key of ${issuer}`)
}

async function signerRefusal(
  token: string,
  kid: KeyId,
  issuer: SiteId,
  { findSite, nowMs }: HopTokenExpectation,
): Promise<HopTokenRefusal | undefined> {
  const found = await findSiteKey(issuer, kid, findSite)
  if ('code' in found) return found
  if (nowMs + CLOCK_SKEW_ALLOWED_S * 1000 < found.notBeforeMs || nowMs > found.notAfterMs) {
    return refused('peer-key-unknown', `${kid} of ${issuer} is not in use at this time`)
  }
  if (await hasValidSignature(token, found.key)) return undefined
  return refused('peer-signature-invalid', `the signature is not by ${kid} of ${issuer}`)
}

function audienceRefusal(claims: HopTokenClaims, { audience }: HopTokenExpectation) {
  if (claims.aud === audience) return undefined
  return refused('peer-audience-mismatch', `the token is for ${claims.aud}, this is ${audience}`)
}

function timeRefusal(claims: HopTokenClaims, nowMs: number): HopTokenRefusal | undefined {
  const lifeS = claims.exp - claims.iat
  if (lifeS <= 0 || lifeS > HOP_TOKEN_LIFE_S) {
    return refused('peer-token-lifetime', `the token lives ${lifeS} s`)
  }
  const nowS = nowMs / 1000
  const deltaS = Math.round(claims.iat - nowS)
  const clocks = `issued at ${isoOf(claims.iat)}, it is ${isoOf(nowS)} here: ${deltaS} s`
  if (claims.iat > nowS + CLOCK_SKEW_ALLOWED_S) return refused('peer-clock-skew', clocks)
  if (claims.exp < nowS - CLOCK_SKEW_ALLOWED_S) return refused('peer-token-expired', clocks)
  return undefined
}

function versionRefusal({ pv }: HopTokenClaims): HopTokenRefusal | undefined {
  const { min, max } = PROTOCOL_RANGE
  if (pv >= min && pv <= max) return undefined
  return refused(
    'protocol-version-unsupported',
    `the call speaks version ${pv}, this site speaks ${min} to ${max}`,
  )
}

function requestRefusal(
  claims: HopTokenClaims,
  { method, pathAndQuery, body }: HopTokenExpectation,
): HopTokenRefusal | undefined {
  if (claims.htm !== method) {
    return refused('peer-method-mismatch', `the token is for ${claims.htm}, this is ${method}`)
  }
  if (claims.htu !== pathAndQuery) {
    return refused('peer-path-mismatch', 'the token is for another path or query')
  }
  if (body === 'deferred' || claims.bdg === bodyDigestOf(body.sha256)) return undefined
  return refused('peer-body-mismatch', 'the body is not the one that the token was signed for')
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

function refused(code: ProblemCode, detail: string): HopTokenRefusal {
  return { kind: 'refused', code, detail }
}
