import { base64url, CompactSign, compactVerify, type CryptoKey, decodeProtectedHeader } from 'jose'
import { z } from 'zod'
import { canonicalJson } from './canonical.ts'
import { KeyId } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { type Sight, sight } from './sights.ts'

/** Every kind of signature has its own `typ`, so that none can be taken for another (T11, RFC 8725 section 3.11). */
export const JWS_TYPES = {
  hopToken: 'crosspanel-peer+jwt',
  message: 'crosspanel-msg+jws',
  statement: 'crosspanel-stmt+jws',
  descriptor: 'crosspanel-desc+jws',
  federation: 'crosspanel-fed+jws',
  proof: 'crosspanel-proof+jws',
  report: 'crosspanel-report+jws',
  announcements: 'crosspanel-ann+jws',
} as const
export type JwsType = (typeof JWS_TYPES)[keyof typeof JWS_TYPES]

/**
 * The only header taken: exactly these three members, so `jwk`, `jku`, `x5u`, `crit` and whatever
 * comes next are refused by not being known (T10). `Ed25519`, RFC 9864's name for the same
 * algorithm, is refused too: one name, one meaning.
 */
export const ProtectedHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.string(),
  kid: KeyId,
})

export function signCompactJws(
  payload: unknown,
  typ: JwsType,
  signer: SigningKey,
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(canonicalJson(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: signer.kid })
    .sign(signer.key)
}

interface Malformed {
  readonly kind: 'malformed'
  readonly seen: Sight
}
export type CompactJwsReading =
  { readonly kind: 'read'; readonly kid: KeyId; readonly payload: unknown } | Malformed

/** Takes a compact JWS apart without believing it: the signature is not looked at. */
export function readCompactJws(
  jws: string,
  expected: { readonly typ: JwsType; readonly maxChars: number },
): CompactJwsReading {
  if (jws.length > expected.maxChars) {
    return malformed(sight('signed.long', { characters: expected.maxChars }))
  }
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]{86}$/.exec(jws)?.[1]
  if (payload === undefined) return malformed(sight('signed.no-jws'))
  const header = readHeader(jws, expected.typ)
  if (header.kind === 'malformed') return header
  const json = parseJsonPayload(payload)
  if (json === undefined) return malformed(sight('signed.no-json'))
  return { kind: 'read', kid: header.kid, payload: json.value }
}

/** Reads and checks a protected header: of a compact JWS, or of one signature of a General JWS. */
export function readHeader(
  jws: string | { readonly protected: string },
  typ: JwsType,
): { readonly kind: 'read'; readonly kid: KeyId } | Malformed {
  let decoded: unknown
  try {
    decoded = decodeProtectedHeader(jws)
  } catch {
    return malformed(sight('signed.no-header'))
  }
  const header = ProtectedHeader.safeParse(decoded)
  if (!header.success) return malformed(sight('signed.other-header'))
  if (header.data.typ !== typ) return malformed(sight('signed.other-typ', { typ }))
  return { kind: 'read', kid: header.data.kid }
}

function parseJsonPayload(payload: string): { readonly value: unknown } | undefined {
  try {
    const bytes = base64url.decode(payload)
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return undefined
  }
}

export async function hasValidSignature(jws: string, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(jws, key, { algorithms: ['EdDSA'] })
    return true
  } catch {
    return false
  }
}

const malformed = (seen: Sight): Malformed => ({ kind: 'malformed', seen })
