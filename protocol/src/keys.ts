import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose'
import { EncryptionJwk, type NodeStatement, SigningJwk } from './federation.ts'
import type { KeyId } from './ids.ts'

/** Private keys: the public JWK with the RFC 8037 `d` member. They never leave the place that made them. */
export const SigningPrivateJwk = SigningJwk.extend({ d: SigningJwk.shape.x })
export const EncryptionPrivateJwk = EncryptionJwk.extend({ d: EncryptionJwk.shape.x })
export type SigningPrivateJwk = (typeof SigningPrivateJwk)['_output']
export type EncryptionPrivateJwk = (typeof EncryptionPrivateJwk)['_output']

export interface KeyPair<Public, Private> {
  readonly kid: KeyId
  readonly publicJwk: Public
  readonly privateJwk: Private
}

/** A private signing key ready for use, with the name that verifiers know it by. */
export interface SigningKey {
  readonly kid: KeyId
  readonly key: CryptoKey
}

/** A public signing key of a site and the time in which the site uses it. */
export interface SiteKey {
  readonly key: CryptoKey
  readonly notBeforeMs: number
  readonly notAfterMs: number
}

/** RFC 7638 thumbprint with SHA-256. */
export function keyIdOf(jwk: SigningJwk | EncryptionJwk): Promise<KeyId> {
  return calculateJwkThumbprint({ kty: jwk.kty, crv: jwk.crv, x: jwk.x }, 'sha256')
}

export async function generateSigningKeyPair(): Promise<KeyPair<SigningJwk, SigningPrivateJwk>> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const privateJwk = SigningPrivateJwk.parse({ ...(await exportJWK(privateKey)), use: 'sig' })
  return pairOf(SigningJwk.parse(privateJwk), privateJwk)
}

export async function generateEncryptionKeyPair(): Promise<
  KeyPair<EncryptionJwk, EncryptionPrivateJwk>
> {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true })
  const privateJwk = EncryptionPrivateJwk.parse({ ...(await exportJWK(privateKey)), use: 'enc' })
  return pairOf(EncryptionJwk.parse(privateJwk), privateJwk)
}

async function pairOf<Public extends SigningJwk | EncryptionJwk, Private>(
  publicJwk: Public,
  privateJwk: Private,
): Promise<KeyPair<Public, Private>> {
  return { kid: await keyIdOf(publicJwk), publicJwk, privateJwk }
}

export async function importSigningKey(jwk: SigningPrivateJwk): Promise<SigningKey> {
  const { kty, crv, x, d } = jwk
  return { kid: await keyIdOf(jwk), key: await importEd25519({ kty, crv, x, d }) }
}

export function importVerifyKey({ kty, crv, x }: SigningJwk): Promise<CryptoKey> {
  return importEd25519({ kty, crv, x })
}

async function importEd25519(jwk: Parameters<typeof importJWK>[0]): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'EdDSA')
  if (key instanceof Uint8Array) throw new TypeError('an OKP key is never symmetric')
  return key
}

/** The signing keys that a verified statement lists, by key id. */
export async function siteKeysOf(
  statement: Pick<NodeStatement, 'signKeys'>,
): Promise<ReadonlyMap<KeyId, SiteKey>> {
  const entries = statement.signKeys.map(
    async ({ key, notBefore, notAfter }): Promise<[KeyId, SiteKey]> => [
      await keyIdOf(key),
      {
        key: await importVerifyKey(key),
        notBeforeMs: Date.parse(notBefore),
        notAfterMs: Date.parse(notAfter),
      },
    ],
  )
  return new Map(await Promise.all(entries))
}
