import { DomainError } from '../problem.ts'
import { bgzfBlocks, BGZF_EOF, inflateBlock, readBgzf } from './bgzf.ts'
import { concatBytes, hasBytesAt, type Bytes } from './bytes.ts'
import type { Compression } from './compression.ts'
import { shiftVirtualOffset, type HeaderShift } from './virtual-offset.ts'

const TBI_MAGIC = [0x54, 0x42, 0x49, 1]
const CSI_MAGIC = [0x43, 0x53, 0x49, 1]
/** The bin after the last real one holds counts beside offsets (SAM specification, section 5.2). */
const TBI_META_BIN = 37_450
/** Larger than any index of a human chromosome. */
const MAX_INDEX_BYTES = 256 * 1024 ** 2

/**
 * Adapts a `.tbi` or `.csi` (BGZF-compressed, as on disk) to a VCF whose header was written anew by
 * `relabelVcf`. Refuses, as `peer-message-invalid`, what is no such index.
 */
export async function shiftIndex(
  index: Uint8Array,
  shift: HeaderShift,
  compression: Compression,
): Promise<Bytes> {
  const content = await inflateIndex(index, compression)
  const cursor = createCursor(content, shift)
  try {
    if (hasBytesAt(content, TBI_MAGIC)) shiftTbi(cursor)
    else if (hasBytesAt(content, CSI_MAGIC)) shiftCsi(cursor)
    else throw refused('it is no tabix or CSI index')
  } catch (error) {
    // A DataView throws RangeError for counts that lead past the end.
    throw error instanceof RangeError ? refused('it ends too early') : error
  }
  return concatBytes([...(await bgzfBlocks(content, compression)), BGZF_EOF])
}

async function inflateIndex(index: Uint8Array, compression: Compression): Promise<Bytes> {
  const parts: Uint8Array[] = []
  let size = 0
  const blocks = readBgzf(only(index))
  for (let next = await blocks.next(); next.done !== true; next = await blocks.next()) {
    const text = await inflateBlock(next.value, compression)
    size += text?.length ?? 0
    if (text === undefined || size > MAX_INDEX_BYTES) throw refused('it is damaged or too large')
    parts.push(text)
  }
  return concatBytes(parts)
}

type Cursor = ReturnType<typeof createCursor>

function shiftTbi(cursor: Cursor): void {
  cursor.skip(4)
  const references = cursor.int32()
  cursor.skip(6 * 4)
  cursor.skip(cursor.int32())
  for (let reference = 0; reference < references; reference++) {
    shiftBins(cursor, TBI_META_BIN, false)
    for (let window = cursor.int32(); window > 0; window--) cursor.shiftOffset()
  }
}

function shiftCsi(cursor: Cursor): void {
  cursor.skip(2 * 4)
  const depth = cursor.int32()
  cursor.skip(cursor.int32())
  const metaBin = (8 ** (depth + 1) - 1) / 7 + 1
  for (let references = cursor.int32(); references > 0; references--) {
    shiftBins(cursor, metaBin, true)
  }
}

function shiftBins(cursor: Cursor, metaBin: number, hasLinearOffset: boolean): void {
  for (let bins = cursor.int32(); bins > 0; bins--) {
    const bin = cursor.int32()
    if (hasLinearOffset) cursor.shiftOffset()
    const chunks = cursor.int32()
    for (let chunk = 0; chunk < chunks; chunk++) {
      const isCounts = bin === metaBin && chunk > 0
      if (isCounts) cursor.skip(16)
      else {
        cursor.shiftOffset()
        cursor.shiftOffset()
      }
    }
  }
}

function createCursor(content: Bytes, shift: HeaderShift) {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  let at = 0

  function skip(bytes: number): void {
    if (bytes < 0) throw refused('it has a negative count')
    at += bytes
  }

  return {
    skip,
    int32(): number {
      const value = view.getInt32(at, true)
      at += 4
      if (value < 0) throw refused('it has a negative count')
      return value
    },
    shiftOffset(): void {
      const offset = view.getBigUint64(at, true)
      // 0 stands for "nothing here" in the linear index and in bins that hold only counts.
      if (offset > 0n) view.setBigUint64(at, shiftVirtualOffset(offset, shift), true)
      at += 8
    },
  }
}

async function* only(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(data)
}

function refused(why: string): DomainError {
  return new DomainError('peer-message-invalid', `an index cannot be taken: ${why}`)
}
