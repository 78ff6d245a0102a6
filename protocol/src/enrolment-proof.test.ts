import { describe, expect, it } from 'vitest'
import {
  openSealed,
  sealForEncryptionKey,
  signEnrolmentProof,
  verifyEnrolmentProof,
} from './enrolment-proof.ts'
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
  importSigningKey,
  importVerifyKey,
} from './keys.ts'

const signing = await generateSigningKeyPair()
const signer = await importSigningKey(signing.privateJwk)
const keys = new Map([[signing.kid, await importVerifyKey(signing.publicJwk)]])
const proof = { nonce: 'n'.repeat(22), statementSha256: 'a'.repeat(64) }

describe('proof that a signing key is held', () => {
  it('is good for its nonce and its statement only', async () => {
    const jws = await signEnrolmentProof(proof, signer)

    expect(await verifyEnrolmentProof(jws, { ...proof, keys })).toBe(true)
    expect(await verifyEnrolmentProof(jws, { ...proof, keys, nonce: 'other' })).toBe(false)
    expect(
      await verifyEnrolmentProof(jws, { ...proof, keys, statementSha256: 'b'.repeat(64) }),
    ).toBe(false)
  })

  it('is refused from a key that the statement does not list', async () => {
    const stranger = await generateSigningKeyPair()
    const jws = await signEnrolmentProof(proof, await importSigningKey(stranger.privateJwk))

    expect(await verifyEnrolmentProof(jws, { ...proof, keys })).toBe(false)
  })

  it('is refused when it is not a JWS at all', async () => {
    expect(await verifyEnrolmentProof('proof', { ...proof, keys })).toBe(false)
  })
})

describe('a challenge sealed for an encryption key', () => {
  const secret = crypto.getRandomValues(new Uint8Array(32))

  it('opens with that key, and differs each time', async () => {
    const { publicJwk, privateJwk } = await generateEncryptionKeyPair()

    const sealed = await sealForEncryptionKey(publicJwk, secret)
    const again = await sealForEncryptionKey(publicJwk, secret)

    expect(await openSealed(sealed, privateJwk)).toEqual(secret)
    expect(again).not.toBe(sealed)
  })

  it('does not open with another key', async () => {
    const { publicJwk } = await generateEncryptionKeyPair()
    const other = await generateEncryptionKeyPair()

    const sealed = await sealForEncryptionKey(publicJwk, secret)

    await expect(openSealed(sealed, other.privateJwk)).rejects.toThrow()
  })

  it('does not open when a byte was changed or cut off', async () => {
    const { publicJwk, privateJwk } = await generateEncryptionKeyPair()
    const sealed = await sealForEncryptionKey(publicJwk, secret)
    const changed = sealed.slice(0, 70) + (sealed[70] === 'A' ? 'B' : 'A') + sealed.slice(71)

    await expect(openSealed(changed, privateJwk)).rejects.toThrow()
    await expect(openSealed(sealed.slice(0, -4), privateJwk)).rejects.toThrow()
    await expect(openSealed('', privateJwk)).rejects.toThrow()
  })

  it('refuses to seal for a key of low order, whose secrets anyone can compute', async () => {
    const lowOrder = { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43), use: 'enc' } as const

    await expect(sealForEncryptionKey(lowOrder, secret)).rejects.toThrow()
  })
})
