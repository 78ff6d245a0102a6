import { base64url } from 'jose'
import { canonicalJson } from '../canonical.ts'
import type { MemberStatus, NodeStatement, SigningJwk } from '../federation.ts'
import type { KnownSite } from '../hop-token.ts'
import { importSigningKey, type SigningKey, SigningPrivateJwk, siteKeysOf } from '../keys.ts'

/** The instant at which every vector is judged. */
export const NOW = '2026-06-01T12:00:00.000Z'
export const NOW_MS = Date.parse(NOW)
export const NOW_S = NOW_MS / 1000
const IN_USE = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2027-01-01T00:00:00.000Z' }
const RETIRED = { notBefore: '2025-01-01T00:00:00.000Z', notAfter: '2026-01-01T00:00:00.000Z' }

export interface TestKey {
  readonly kid: string
  readonly jwk: SigningJwk
  readonly signer: SigningKey
}
export interface TestSite {
  readonly siteId: string
  readonly status: MemberStatus
  readonly signKeys: NodeStatement['signKeys']
}

/** A key whose 32 private bytes are all the same, so that the vectors come out alike each time. */
async function testKey(byte: number): Promise<TestKey> {
  const pkcs8Prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]
  const pkcs8 = Uint8Array.from([...pkcs8Prefix, ...Array<number>(32).fill(byte)])
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const exported = await crypto.subtle.exportKey('jwk', key)
  const jwk = SigningPrivateJwk.parse({ ...exported, use: 'sig' })
  const signer = await importSigningKey(jwk)
  const { kty, crv, x, use } = jwk
  return { kid: signer.kid, jwk: { kty, crv, x, use }, signer }
}

export interface Fixture {
  readonly keys: Record<KeyName, TestKey>
  readonly sites: readonly TestSite[]
}
const KEY_NAMES = [
  'lundSign',
  'lundOld',
  'lundRoot',
  'capeTownSign',
  'capeTownRoot',
  'ibadanSign',
  'stranger',
  'federationRootA',
  'federationRootB',
] as const
export type KeyName = (typeof KEY_NAMES)[number]

export async function createFixture(): Promise<Fixture> {
  const entries = KEY_NAMES.map(async (name, index) => [name, await testKey(index + 1)] as const)
  const keys = Object.fromEntries(await Promise.all(entries)) as Record<KeyName, TestKey>
  const inUse = (name: KeyName) => ({ key: keys[name].jwk, ...IN_USE })
  return {
    keys,
    sites: [
      {
        siteId: 'site:lund',
        status: 'active',
        signKeys: [inUse('lundSign'), { key: keys.lundOld.jwk, ...RETIRED }],
      },
      { siteId: 'site:cape-town', status: 'active', signKeys: [inUse('capeTownSign')] },
      { siteId: 'site:ibadan', status: 'suspended', signKeys: [inUse('ibadanSign')] },
    ],
  }
}

export async function knownSitesOf(
  sites: readonly TestSite[],
): Promise<ReadonlyMap<string, KnownSite>> {
  const known = new Map<string, KnownSite>()
  for (const { siteId, status, signKeys } of sites) {
    known.set(siteId, { status, keys: await siteKeysOf({ signKeys }) })
  }
  return known
}

export function encodeJson(value: unknown): string {
  return base64url.encode(canonicalJson(value))
}

/** Signs any header and payload, also ones that the library would refuse to make. */
export async function signRaw(
  header: Record<string, unknown>,
  encodedPayload: string,
  { signer }: TestKey,
): Promise<{ protected: string; signature: string; compact: string }> {
  const encodedHeader = encodeJson(header)
  const input = new TextEncoder().encode(`${encodedHeader}.${encodedPayload}`)
  const bytes = new Uint8Array(await crypto.subtle.sign('Ed25519', signer.key, input))
  const signature = base64url.encode(bytes)
  return {
    protected: encodedHeader,
    signature,
    compact: `${encodedHeader}.${encodedPayload}.${signature}`,
  }
}

/** The same signature with its last bit of meaning turned: well-formed and wrong. */
export function tampered(compact: string): string {
  const end = compact.length - 40
  return compact.slice(0, end) + (compact[end] === 'A' ? 'B' : 'A') + compact.slice(end + 1)
}
