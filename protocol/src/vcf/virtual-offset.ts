import { WRITER_BLOCK_TEXT_BYTES } from './bgzf.ts'

/**
 * How offsets of a BGZF file change when its header is written anew. Offsets in bytes: `old*` in the
 * original file, `restStart` in the new one, where the text that followed the header in its last
 * block begins.
 */
export interface HeaderShift {
  /** Offset of the block in which the header ended, and where in its text it ended. */
  readonly oldBlock: number
  readonly oldInner: number
  /** Offset of the first block that was copied. */
  readonly oldNext: number
  readonly restStart: number
  readonly restBlockSizes: readonly number[]
  /** Added to the offset of every copied block. */
  readonly delta: number
}

const INNER_BITS = 16n
const INNER_MASK = 0xffffn

/**
 * Moves a BGZF virtual offset (offset of a block shifted left by 16, or offset in its text). One
 * that points into the header, such as 0, goes to the first record.
 */
export function shiftVirtualOffset(offset: bigint, shift: HeaderShift): bigint {
  const block = Number(offset >> INNER_BITS)
  const inner = Number(offset & INNER_MASK)
  if (block >= shift.oldNext) return virtualOffset(block + shift.delta, inner)
  const isInRest = block === shift.oldBlock && inner >= shift.oldInner
  let rest = isInRest ? inner - shift.oldInner : 0
  let at = shift.restStart
  for (const size of shift.restBlockSizes) {
    if (rest < WRITER_BLOCK_TEXT_BYTES) return virtualOffset(at, rest)
    rest -= WRITER_BLOCK_TEXT_BYTES
    at += size
  }
  return virtualOffset(at, rest)
}

function virtualOffset(block: number, inner: number): bigint {
  return (BigInt(block) << INNER_BITS) | BigInt(inner)
}
