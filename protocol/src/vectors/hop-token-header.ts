import { base64url } from 'jose'
import { encodeJson, type Fixture, signRaw } from './fixture.ts'
import {
  claimsOf,
  type HopTokenRequestVector,
  type HopTokenVector,
  TYP,
} from './hop-token-claims.ts'

/** Tokens that are refused before anything in them is read: their header or their form is not ours. */
export async function headerCases(
  { keys }: Fixture,
  request: HopTokenRequestVector,
): Promise<HopTokenVector[]> {
  const { kid, jwk } = keys.lundSign
  const payload = encodeJson(claimsOf(request))
  const good = { alg: 'EdDSA', typ: TYP, kid }
  const headers: Record<string, Record<string, unknown>> = {
    'no typ': { alg: 'EdDSA', kid },
    'the typ of another kind of signature': { ...good, typ: 'crosspanel-msg+jws' },
    'typ JWT': { ...good, typ: 'JWT' },
    'the algorithm name Ed25519 of RFC 9864': { ...good, alg: 'Ed25519' },
    'alg in lower case': { ...good, alg: 'eddsa' },
    'no kid': { alg: 'EdDSA', typ: TYP },
    'a jwk in the header': { ...good, jwk },
    'a jku in the header': { ...good, jku: 'https://lund.example/keys' },
    'an x5u in the header': { ...good, x5u: 'https://lund.example/cert' },
    'an x5c in the header': { ...good, x5c: ['MIIB'] },
    'a crit in the header': { ...good, crit: ['b64'], b64: true },
    'any other header member': { ...good, cty: 'json' },
  }
  const signed = Object.entries(headers).map(async ([name, header]): Promise<HopTokenVector> => {
    const { compact } = await signRaw(header, payload, keys.lundSign)
    return { name, token: compact, request, expect: 'peer-token-malformed' }
  })
  const none = encodeJson({ ...good, alg: 'none' })
  const hmac = `${encodeJson({ ...good, alg: 'HS256' })}.${payload}`
  const { compact } = await signRaw(good, payload, keys.lundSign)
  const malformed = {
    'alg none with an empty signature': `${none}.${payload}.`,
    'alg none with a signature': `${none}.${payload}.${compact.split('.')[2]}`,
    'alg HS256 keyed with the public key': `${hmac}.${await hmacSha256(jwk.x, hmac)}`,
    'an empty token': '',
    'two parts': compact.slice(0, compact.lastIndexOf('.')),
    'four parts': `${compact}.AAAA`,
    'a space in it': compact.replace('.', ' .'),
    'a header that is not JSON': `AAAA.${payload}.${compact.split('.')[2]}`,
    'a payload that is not JSON': (await signRaw(good, 'AAAA', keys.lundSign)).compact,
    'a payload that is no object': (await signRaw(good, encodeJson([1]), keys.lundSign)).compact,
    'more than 4096 characters': (
      await signRaw(good, encodeJson(claimsOf(request, { more: 'x'.repeat(4096) })), keys.lundSign)
    ).compact,
  }
  const unsigned = Object.entries(malformed).map(([name, token]): HopTokenVector => ({
    name,
    token,
    request,
    expect: 'peer-token-malformed',
  }))
  return [...(await Promise.all(signed)), ...unsigned]
}

async function hmacSha256(secret: string, input: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const secretBytes = new Uint8Array(base64url.decode(secret))
  const key = await crypto.subtle.importKey('raw', secretBytes, algorithm, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(input))
  return base64url.encode(new Uint8Array(mac))
}
