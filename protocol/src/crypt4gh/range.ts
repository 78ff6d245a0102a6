import { createByteReader } from './bytes.ts'
import type { Crypt4ghCiphers } from './ciphers.ts'
import { Crypt4ghError } from './error.ts'
import { openSegment, plainSizeOf, SEALED_SEGMENT_BYTES, SEGMENT_BYTES } from './segment.ts'

/** Offsets in bytes, `start` inclusive, `end` exclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Which bytes of the file hold a range of its plaintext. */
export interface SealedRange {
  /** The segments to read, as offsets in the whole file. */
  readonly file: ByteRange
  /** Plaintext bytes of the first segment that come before the range. */
  readonly skipBytes: number
  readonly plainBytes: number
}

/**
 * Finds the segments that hold a range of plaintext. `sizes` are those of the header and of the
 * whole file; `range` has to lie within the plaintext (`range-invalid`).
 */
export function sealedRangeOf(
  range: ByteRange,
  sizes: { readonly headerBytes: number; readonly fileBytes: number },
): SealedRange {
  const plainSize = plainSizeOf(sizes.fileBytes - sizes.headerBytes)
  const { start, end } = range
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end)
  if (!whole || start < 0 || end < start || end > plainSize) {
    throw new Crypt4ghError('range-invalid', 'the range is not within the file')
  }
  const first = Math.floor(start / SEGMENT_BYTES)
  const afterLast = end === start ? first : Math.ceil(end / SEGMENT_BYTES)
  const offsetOf = (segment: number) =>
    Math.min(sizes.headerBytes + segment * SEALED_SEGMENT_BYTES, sizes.fileBytes)
  return {
    file: { start: offsetOf(first), end: offsetOf(afterLast) },
    skipBytes: start - first * SEGMENT_BYTES,
    plainBytes: end - start,
  }
}

/**
 * The plaintext of a range. `source` gives the bytes of `range.file`; the key comes from `openHeader`.
 * Unlike `decrypt`, knows how much to expect, and refuses a source that ends sooner as `truncated`.
 */
export async function* decryptRange(
  source: AsyncIterable<Uint8Array>,
  range: SealedRange,
  sessionKey: Uint8Array,
  ciphers: Crypt4ghCiphers,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = createByteReader(source)
  let skip = range.skipBytes
  let missing = range.plainBytes
  try {
    while (missing > 0) {
      const plaintext = openSegment(sessionKey, await reader.read(SEALED_SEGMENT_BYTES), ciphers)
      const wanted = plaintext.subarray(skip, skip + missing)
      if (wanted.length < Math.min(missing, SEGMENT_BYTES - skip)) {
        throw new Crypt4ghError('truncated', 'a segment is shorter than the file says')
      }
      yield wanted
      missing -= wanted.length
      skip = 0
    }
  } finally {
    await reader.close()
  }
}
