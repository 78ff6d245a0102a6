import { refusal } from '@crosspanel/protocol/refusals'
import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
import { readPublicKeyFile } from '@crosspanel/protocol/crypt4gh/key-file'
import { DomainError } from '@crosspanel/protocol/problem'

const KEY_BYTES = 32

/**
 * The raw X25519 key of a Crypt4GH public key file's text, or of 32 bytes in base64 or base64url,
 * as base64url. A key of small order is refused: anybody could open what is encrypted for it.
 */
export function parsePublicKey(text: string): string {
  if (text.includes('PRIVATE KEY')) {
    throw refusal('public-key-invalid.secret')
  }
  const key = decode(text.trim())
  if (key?.length !== KEY_BYTES || !isUsable(key)) throw new DomainError('public-key-invalid')
  return Buffer.from(key).toString('base64url')
}

function decode(text: string): Uint8Array | undefined {
  if (!text.startsWith('-----')) {
    return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64url') : undefined
  }
  try {
    return readPublicKeyFile(text)
  } catch {
    return undefined
  }
}

/** RFC 7748 section 6.1: a small-order key makes every shared secret zero, which OpenSSL reports as an error. */
function isUsable(key: Uint8Array): boolean {
  const x = Buffer.from(key).toString('base64url')
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
  try {
    diffieHellman({ privateKey: generateKeyPairSync('x25519').privateKey, publicKey })
    return true
  } catch {
    return false
  }
}
