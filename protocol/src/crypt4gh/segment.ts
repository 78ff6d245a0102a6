import { type Crypt4ghCiphers, NONCE_BYTES, TAG_BYTES } from './ciphers.ts'
import { Crypt4ghError } from './error.ts'

/** Plaintext bytes of every segment but the last, which may be shorter. */
export const SEGMENT_BYTES = 65_536
/** What encryption adds to each segment: nonce and tag. */
export const SEGMENT_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES
export const SEALED_SEGMENT_BYTES = SEGMENT_BYTES + SEGMENT_OVERHEAD_BYTES

/** One segment: nonce, ciphertext, tag. `plaintext` has at most `SEGMENT_BYTES`. */
export function sealSegment(
  sessionKey: Uint8Array,
  plaintext: Uint8Array,
  ciphers: Crypt4ghCiphers,
): Uint8Array {
  const sealed = new Uint8Array(plaintext.length + SEGMENT_OVERHEAD_BYTES)
  sealSegmentInto(sealed, sessionKey, plaintext, ciphers)
  return sealed
}

/** The same into the place of the segment, which is `SEGMENT_OVERHEAD_BYTES` larger than the plaintext. */
export function sealSegmentInto(
  target: Uint8Array,
  sessionKey: Uint8Array,
  plaintext: Uint8Array,
  ciphers: Crypt4ghCiphers,
): void {
  const nonce = ciphers.randomBytes(NONCE_BYTES)
  target.set(nonce)
  ciphers.sealInto(target.subarray(NONCE_BYTES), sessionKey, nonce, plaintext)
}

export function openSegment(
  sessionKey: Uint8Array,
  sealed: Uint8Array,
  ciphers: Crypt4ghCiphers,
): Uint8Array {
  if (sealed.length < SEGMENT_OVERHEAD_BYTES) {
    throw new Crypt4ghError('truncated', 'the file ends inside a segment')
  }
  const plaintext = ciphers.open(
    sessionKey,
    sealed.subarray(0, NONCE_BYTES),
    sealed.subarray(NONCE_BYTES),
  )
  if (plaintext === undefined) {
    throw new Crypt4ghError('authentication-failed', 'a segment was altered, or cut short')
  }
  return plaintext
}

/** Bytes of the sealed segments of `plainSize` bytes, without the header. */
export function sealedSizeOf(plainSize: number): number {
  return plainSize + Math.ceil(plainSize / SEGMENT_BYTES) * SEGMENT_OVERHEAD_BYTES
}

/** Plaintext bytes in `sealedSize` bytes of segments, without the header. Throws `truncated` for a size that no file has. */
export function plainSizeOf(sealedSize: number): number {
  const last = sealedSize % SEALED_SEGMENT_BYTES
  if (last > 0 && last < SEGMENT_OVERHEAD_BYTES) {
    throw new Crypt4ghError('truncated', 'the file ends inside a segment')
  }
  return sealedSize - Math.ceil(sealedSize / SEALED_SEGMENT_BYTES) * SEGMENT_OVERHEAD_BYTES
}
