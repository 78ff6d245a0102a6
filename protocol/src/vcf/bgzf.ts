import { concatBytes, hasBytesAt, type Bytes } from './bytes.ts'
import type { Compression, Inflate } from './compression.ts'

/** Bytes of an end-of-file block: an empty block that tells a whole file from a cut one (SAM 4.1.2). */
export const BGZF_EOF: Bytes = Uint8Array.from([
  0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0, 0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0,
  0,
])
/** Bytes of text that one block may hold. */
export const MAX_BLOCK_TEXT_BYTES = 65_536
/** Bytes of text that a writer puts into a block: like htslib, so that even stored data fit. */
export const WRITER_BLOCK_TEXT_BYTES = 65_280

const BLOCKS_AT_ONCE = 16
const GZIP_HEADER_BYTES = 12
const FOOTER_BYTES = 8
const DEFLATE_STORED_MAX_BYTES = 65_535

export interface BgzfBlock {
  /** Where the block begins in the file. */
  readonly offset: number
  /** The whole block as it is in the file. */
  readonly raw: Uint8Array
  /** Its raw DEFLATE data. */
  readonly deflated: Uint8Array
  readonly crc32: number
  readonly textSizeBytes: number
}

/** `trailing`: bytes that are no block follow the last block. */
export type BgzfEnding = 'complete' | 'no-eof-block' | 'truncated' | 'trailing'

const GZIP_WITH_EXTRA = [0x1f, 0x8b, 8, 4]
const SUBFIELD_BC = [0x42, 0x43, 2, 0]

/**
 * The total size of the BGZF block that begins at `offset`, 0 when too few bytes are there to say,
 * or `undefined` when no block begins there.
 */
export function bgzfBlockSize(data: Uint8Array, offset = 0): number | undefined {
  const available = data.length - offset
  const known = Math.min(available, GZIP_WITH_EXTRA.length)
  if (!hasBytesAt(data, GZIP_WITH_EXTRA.slice(0, known), offset)) return undefined
  if (available < GZIP_HEADER_BYTES) return 0
  const end = offset + GZIP_HEADER_BYTES + uint16(data, offset + 10)
  for (let at = offset + GZIP_HEADER_BYTES; at + 4 <= end; at += 4 + uint16(data, at + 2)) {
    if (at + 6 > data.length) return 0
    if (hasBytesAt(data, SUBFIELD_BC, at)) return uint16(data, at + 4) + 1
  }
  return undefined
}

/** Splits a stream into BGZF blocks. The generator's return value says how the stream ended. */
export async function* readBgzf(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<BgzfBlock, BgzfEnding> {
  let pending: Uint8Array = new Uint8Array()
  let fileOffset = 0
  let endsWithEof = false
  for await (const chunk of source) {
    pending = pending.length === 0 ? chunk : concatBytes([pending, chunk])
    let at = 0
    for (;;) {
      if (at >= pending.length) break
      const size = bgzfBlockSize(pending, at)
      if (size === undefined) return 'trailing'
      if (size === 0 || at + size > pending.length) break
      const block = blockAt(pending.subarray(at, at + size), fileOffset + at)
      if (block === undefined) return 'trailing'
      endsWithEof = block.textSizeBytes === 0
      yield block
      at += size
    }
    fileOffset += at
    pending = pending.subarray(at)
  }
  if (pending.length > 0) return 'truncated'
  return endsWithEof ? 'complete' : 'no-eof-block'
}

/** The text of a block, or `undefined` when it is damaged. */
export async function inflateBlock(
  block: BgzfBlock,
  inflate: Inflate,
): Promise<Uint8Array | undefined> {
  const text = await inflate.inflateRaw(block.deflated, MAX_BLOCK_TEXT_BYTES)
  if (text === undefined || text.length !== block.textSizeBytes) return undefined
  return inflate.crc32(text) === block.crc32 ? text : undefined
}

/** One BGZF block of at most `WRITER_BLOCK_TEXT_BYTES` of text. */
export async function bgzfBlock(text: Uint8Array, compression: Compression): Promise<Bytes> {
  let deflated = await compression.deflateRaw(text)
  const overhead = BGZF_EOF.length - 2
  if (deflated.length + overhead > MAX_BLOCK_TEXT_BYTES) deflated = stored(text)
  const block = new Uint8Array(deflated.length + overhead)
  const view = new DataView(block.buffer)
  block.set(BGZF_EOF.subarray(0, 16))
  view.setUint16(16, block.length - 1, true)
  block.set(deflated, 18)
  view.setUint32(block.length - 8, compression.crc32(text), true)
  view.setUint32(block.length - 4, text.length, true)
  return block
}

/** Blocks for a text of any size, without an end-of-file block. */
export function bgzfBlocks(text: Uint8Array, compression: Compression): Promise<Bytes[]> {
  const blocks: Promise<Bytes>[] = []
  for (let at = 0; at < text.length; at += WRITER_BLOCK_TEXT_BYTES) {
    blocks.push(bgzfBlock(text.subarray(at, at + WRITER_BLOCK_TEXT_BYTES), compression))
  }
  return Promise.all(blocks)
}

/**
 * Collects text into full blocks, several of which are deflated at once. Wait for each call before
 * the next. `end` answers the rest and the end-of-file block.
 */
export function createBgzfWriter(compression: Compression) {
  const buffer = new Uint8Array(WRITER_BLOCK_TEXT_BYTES * BLOCKS_AT_ONCE)
  let filled = 0

  return {
    async push(text: Uint8Array): Promise<Bytes[]> {
      const blocks: Bytes[] = []
      let at = 0
      while (at < text.length) {
        const taken = text.subarray(at, at + buffer.length - filled)
        buffer.set(taken, filled)
        filled += taken.length
        at += taken.length
        if (filled < buffer.length) break
        blocks.push(...(await bgzfBlocks(buffer, compression)))
        filled = 0
      }
      return blocks
    },
    async end(): Promise<Bytes[]> {
      const rest = await bgzfBlocks(buffer.subarray(0, filled), compression)
      filled = 0
      return [...rest, BGZF_EOF]
    },
  }
}

function blockAt(raw: Uint8Array, offset: number): BgzfBlock | undefined {
  const start = GZIP_HEADER_BYTES + uint16(raw, 10)
  const end = raw.length - FOOTER_BYTES
  if (end < start) return undefined
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  return {
    offset,
    raw,
    deflated: raw.subarray(start, end),
    crc32: view.getUint32(end, true),
    textSizeBytes: view.getUint32(end + 4, true),
  }
}

/** One stored DEFLATE block (RFC 1951 section 3.2.4), for text that deflating makes longer. */
function stored(text: Uint8Array): Bytes {
  const block = new Uint8Array(text.length + 5)
  const view = new DataView(block.buffer)
  block[0] = 1
  view.setUint16(1, text.length, true)
  view.setUint16(3, DEFLATE_STORED_MAX_BYTES - text.length, true)
  block.set(text, 5)
  return block
}

function uint16(data: Uint8Array, at: number): number {
  return (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)
}
