import { describe, expect, it } from 'vitest'
import { EncryptionJwk, SigningJwk } from './federation.ts'
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
  importSigningKey,
  importVerifyKey,
  keyIdOf,
  siteKeysOf,
} from './keys.ts'

describe('site keys', () => {
  it('have the thumbprint of RFC 8037 appendix A.3 as their id', async () => {
    const jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      use: 'sig',
    } as const

    const kid = await keyIdOf(jwk)

    expect(kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })

  it('keep the private half out of the public one', async () => {
    const signing = await generateSigningKeyPair()
    const encryption = await generateEncryptionKeyPair()

    expect(Object.keys(signing.publicJwk).toSorted()).toEqual(['crv', 'kty', 'use', 'x'])
    expect(Object.keys(encryption.publicJwk).toSorted()).toEqual(['crv', 'kty', 'use', 'x'])
    expect(signing.privateJwk.d).toHaveLength(43)
    expect(encryption.privateJwk.d).toHaveLength(43)
  })

  it('sign what the public half verifies, under the same id', async () => {
    const pair = await generateSigningKeyPair()
    const signer = await importSigningKey(pair.privateJwk)
    const data = new TextEncoder().encode('a message')

    const signature = await crypto.subtle.sign('Ed25519', signer.key, data)
    const verifyKey = await importVerifyKey(pair.publicJwk)
    const isValid = await crypto.subtle.verify('Ed25519', verifyKey, signature, data)

    expect(isValid).toBe(true)
    expect(signer.kid).toBe(pair.kid)
  })

  it('have one spelling each: spare bits in the last character are refused', async () => {
    const { publicJwk } = await generateSigningKeyPair()
    const last = publicJwk.x.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const neighbour = alphabet[alphabet.indexOf(last) + 1] ?? ''
    const respelled = { ...publicJwk, x: publicJwk.x.slice(0, -1) + neighbour }

    expect(SigningJwk.safeParse(publicJwk).success).toBe(true)
    expect(SigningJwk.safeParse(respelled).success).toBe(false)
    expect(EncryptionJwk.safeParse({ ...respelled, crv: 'X25519', use: 'enc' }).success).toBe(false)
  })

  it('of a statement are found by id, with the time in which they are used', async () => {
    const { kid, publicJwk } = await generateSigningKeyPair()
    const listed = {
      key: publicJwk,
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2026-04-01T00:00:00Z',
    }

    const keys = await siteKeysOf({ signKeys: [listed] })

    expect(keys.get(kid)).toMatchObject({
      notBeforeMs: Date.UTC(2026, 0, 1),
      notAfterMs: Date.UTC(2026, 3, 1),
    })
  })
})
