/** How a gzip stream ended: `truncated` before its end, `damaged` where its bytes make no sense. */
export type GunzipEnding = 'complete' | 'truncated' | 'damaged'

/**
 * What the host program lends to this package, because Node and browsers inflate differently.
 * Damage is a result and not an exception: broken files are an ordinary input here.
 */
export interface Inflate {
  /**
   * Inflates raw DEFLATE data (RFC 1951) of one BGZF block. Answers `undefined` when the data are
   * damaged or longer than `maxSizeBytes`.
   */
  inflateRaw(
    data: Uint8Array,
    maxSizeBytes: number,
  ): Uint8Array | undefined | Promise<Uint8Array | undefined>
  /** Inflates a gzip stream of one or more members, in pieces, never ahead of its reader. */
  gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, GunzipEnding>
  /** CRC-32 of RFC 1952 as an unsigned number. */
  crc32(data: Uint8Array): number
}

export interface Compression extends Inflate {
  /** Raw DEFLATE (RFC 1951) of one BGZF block. */
  deflateRaw(data: Uint8Array): Uint8Array | Promise<Uint8Array>
}
