import { createByteReader } from './bytes.ts'
import type { Crypt4ghCiphers } from './ciphers.ts'
import { createSessionKey, openHeader, readHeader, writeHeader } from './header.ts'
import { openSegment, sealSegment, SEALED_SEGMENT_BYTES, SEGMENT_BYTES } from './segment.ts'

/** A Crypt4GH file for the recipients' raw X25519 public keys: its header, then one segment a chunk. */
export async function* encrypt(
  source: AsyncIterable<Uint8Array>,
  recipients: readonly Uint8Array[],
  ciphers: Crypt4ghCiphers,
): AsyncGenerator<Uint8Array, void, undefined> {
  const sessionKey = createSessionKey(ciphers)
  yield writeHeader(sessionKey, recipients, ciphers)
  yield* sealSegments(source, sessionKey, ciphers)
}

/**
 * The plaintext, a segment at a time. Every segment is authenticated before it is given out, and a file
 * that ends inside a segment is refused as `truncated` or `authentication-failed`.
 * NOTE: a file cut between two segments, or whose segments are in another order, cannot be told
 * from a good one: Crypt4GH authenticates segments and not files. The transfer manifest does
 * that, and has to be checked first for anything that came from another site.
 */
export async function* decrypt(
  source: AsyncIterable<Uint8Array>,
  secretKey: Uint8Array,
  ciphers: Crypt4ghCiphers,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = createByteReader(source)
  try {
    const header = await readHeader((length) => reader.read(length))
    const sessionKey = openHeader(header, secretKey, ciphers)
    for (;;) {
      const sealed = await reader.read(SEALED_SEGMENT_BYTES)
      if (sealed.length === 0) return
      yield openSegment(sessionKey, sealed, ciphers)
    }
  } finally {
    await reader.close()
  }
}

/** The segments of a file, without its header. An empty plaintext has none. */
export async function* sealSegments(
  source: AsyncIterable<Uint8Array>,
  sessionKey: Uint8Array,
  ciphers: Crypt4ghCiphers,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = createByteReader(source)
  try {
    for (;;) {
      const plaintext = await reader.read(SEGMENT_BYTES)
      if (plaintext.length === 0) return
      yield sealSegment(sessionKey, plaintext, ciphers)
    }
  } finally {
    await reader.close()
  }
}
