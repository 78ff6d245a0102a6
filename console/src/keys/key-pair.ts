import { KEY_BYTES } from '@crosspanel/protocol/crypt4gh/ciphers'
import { publicKeyOf } from '@crosspanel/protocol/crypt4gh/header'
import {
  readPublicKeyFile,
  readSecretKeyFile,
  writePublicKeyFile,
  writeSecretKeyFile,
} from '@crosspanel/protocol/crypt4gh/key-file'
import { sha256 } from '@noble/hashes/sha2.js'
import { browserCiphers } from './ciphers.ts'

/** A key pair that was made here. The recovery file holds the secret half and never leaves the browser but to its owner's disk. */
export interface MadeKey {
  /** Raw X25519 key in base64url, as accounts have it. */
  readonly publicKey: string
  readonly publicFile: string
  /** A Crypt4GH secret key file, which `crosspanel` and other Crypt4GH programs read too. */
  readonly recoveryFile: string
}

/** Makes an X25519 key pair. The passphrase closes the recovery file. */
export async function makeKey(passphrase: string): Promise<MadeKey> {
  const secretKey = browserCiphers.randomBytes(KEY_BYTES)
  const publicKey = publicKeyOf(secretKey, browserCiphers)
  try {
    return {
      publicKey: base64url(publicKey),
      publicFile: writePublicKeyFile(publicKey),
      recoveryFile: await writeSecretKeyFile(secretKey, passphrase, browserCiphers),
    }
  } finally {
    secretKey.fill(0)
  }
}

export interface OpenedKey {
  /** Raw, 32 bytes. */
  readonly secretKey: Uint8Array
  /** Raw X25519 key in base64url, to compare with the account's. */
  readonly publicKey: string
}

/** Opens a recovery file, or any Crypt4GH secret key file. Throws `Crypt4ghError`; its codes tell why. */
export async function openRecoveryFile(
  text: string,
  passphrase: string | undefined,
): Promise<OpenedKey> {
  const secretKey = await readSecretKeyFile(text, passphrase, browserCiphers)
  return { secretKey, publicKey: base64url(publicKeyOf(secretKey, browserCiphers)) }
}

export type PastedKey =
  | { readonly kind: 'public'; readonly publicKey: string }
  /** A secret key, which is not to be sent anywhere. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'unusable' }

/** What somebody pasted as a public key: a Crypt4GH public key file, or 32 bytes in base64. */
export function readPastedKey(text: string): PastedKey {
  if (/PRIVATE KEY/.test(text)) return { kind: 'secret' }
  const key = decode(text.trim())
  if (key?.length !== KEY_BYTES || isLowOrder(key)) return { kind: 'unusable' }
  return { kind: 'public', publicKey: base64url(key) }
}

/** First eight bytes of the key's SHA-256 in groups of four hexadecimal digits, for people to compare. */
export function fingerprintOf(publicKey: string): string {
  const digest = sha256(bytesOf(publicKey)).subarray(0, 8)
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'))
  return (hex.join('').match(/.{4}/g) ?? []).join(' ')
}

function isLowOrder(key: Uint8Array): boolean {
  return browserCiphers.x25519(browserCiphers.randomBytes(KEY_BYTES), key) === undefined
}

function decode(text: string): Uint8Array | undefined {
  if (!text.startsWith('-----')) {
    return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? bytesOf(text) : undefined
  }
  try {
    return readPublicKeyFile(text)
  } catch {
    return undefined
  }
}

function base64url(bytes: Uint8Array): string {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const plain = base64.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0))
}
