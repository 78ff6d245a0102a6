import { base64url, type CryptoKey, generateKeyPair } from 'jose'
import { z } from 'zod'
import { hasValidSignature, JWS_TYPES, readCompactJws, signCompactJws } from './compact-jws.ts'
import type { EncryptionJwk } from './federation.ts'
import { type KeyId, Sha256 } from './ids.ts'
import type { EncryptionPrivateJwk, SigningKey } from './keys.ts'

const INFO = new TextEncoder().encode('crosspanel enrolment challenge 1')
const PUBLIC_KEY_BYTES = 32
const IV_BYTES = 12
const PROOF_MAX_CHARS = 1024

/** What a signing key signs to show that it is held: the registry's nonce, bound to one statement. */
const ProofPayload = z.object({ nonce: z.string(), statementSha256: Sha256 })

export function signEnrolmentProof(
  proof: { readonly nonce: string; readonly statementSha256: Sha256 },
  signer: SigningKey,
): Promise<string> {
  return signCompactJws(proof, JWS_TYPES.proof, signer)
}

/** Whether one of the keys has signed this nonce for this statement. */
export async function verifyEnrolmentProof(
  jws: string,
  expected: {
    readonly nonce: string
    readonly statementSha256: Sha256
    readonly keys: ReadonlyMap<KeyId, CryptoKey>
  },
): Promise<boolean> {
  const read = readCompactJws(jws, { typ: JWS_TYPES.proof, maxChars: PROOF_MAX_CHARS })
  if (read.kind === 'malformed') return false
  const payload = ProofPayload.safeParse(read.payload)
  const key = expected.keys.get(read.kid)
  if (!payload.success || key === undefined) return false
  const { nonce, statementSha256 } = payload.data
  if (nonce !== expected.nonce || statementSha256 !== expected.statementSha256) return false
  return hasValidSignature(jws, key)
}

/**
 * Seals bytes so that only the holder of an X25519 key can read them: ephemeral X25519, HKDF-SHA-256
 * salted with both public keys, AES-256-GCM. The result is base64url of public key, IV and ciphertext.
 */
export async function sealForEncryptionKey(
  recipient: EncryptionJwk,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES', { crv: 'X25519' })
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  const recipientBytes = copyOf(base64url.decode(recipient.x))
  const key = await deriveKey(privateKey, { peer: recipientBytes, ephemeral, recipientBytes })
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes)
  return base64url.encode(Uint8Array.from([...ephemeral, ...iv, ...new Uint8Array(sealed)]))
}

/** Opens what `sealForEncryptionKey` sealed; rejects when it was sealed for another key or altered. */
export async function openSealed(
  sealed: string,
  recipient: EncryptionPrivateJwk,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = copyOf(base64url.decode(sealed))
  const ephemeral = bytes.slice(0, PUBLIC_KEY_BYTES)
  const iv = bytes.slice(PUBLIC_KEY_BYTES, PUBLIC_KEY_BYTES + IV_BYTES)
  const { kty, crv, x, d } = recipient
  const privateKey = await crypto.subtle.importKey('jwk', { kty, crv, x, d }, 'X25519', false, [
    'deriveBits',
  ])
  const recipientBytes = copyOf(base64url.decode(x))
  const key = await deriveKey(privateKey, { peer: ephemeral, ephemeral, recipientBytes })
  const ciphertext = bytes.slice(PUBLIC_KEY_BYTES + IV_BYTES)
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, ciphertext))
}

async function deriveKey(
  privateKey: CryptoKey,
  keys: {
    readonly peer: Uint8Array<ArrayBuffer>
    readonly ephemeral: Uint8Array
    readonly recipientBytes: Uint8Array
  },
): Promise<CryptoKey> {
  const peer = await crypto.subtle.importKey('raw', keys.peer, 'X25519', false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'X25519', public: peer }, privateKey, 256)
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const salt = Uint8Array.from([...keys.ephemeral, ...keys.recipientBytes])
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: INFO },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
