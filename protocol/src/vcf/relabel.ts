import { jobLocalSampleId } from '../job.ts'
import { DomainError } from '../problem.ts'
import { bgzfBlocks, inflateBlock, readBgzf, type BgzfBlock } from './bgzf.ts'
import { concatBytes, HASH, latin1, LINE_FEED, type Bytes } from './bytes.ts'
import type { Compression } from './compression.ts'
import type { HeaderShift } from './virtual-offset.ts'

const FIXED_COLUMNS = 9
/** Larger than any header of an imputation result, column line included. */
const MAX_HEADER_BYTES = 64 * 1024 ** 2

export interface RelabelOptions {
  /** The researcher's sample ids, in the order of the job-local ones. */
  readonly sampleIds: readonly string[]
  readonly compression: Compression
  /** Told once, when the header has been written: what an index of the file needs. */
  readonly onShift?: ((shift: HeaderShift) => void) | undefined
}

/**
 * Gives the samples of a BGZF VCF their own ids back. Only the header is written anew; the blocks
 * after it are copied byte for byte, so a result of gigabytes costs no more than reading it.
 * A file without sample columns is copied whole. Refuses, as `peer-message-invalid`, a file that is
 * damaged or whose samples are not the job's.
 */
export async function* relabelVcf(
  source: AsyncIterable<Uint8Array>,
  options: RelabelOptions,
): AsyncGenerator<Uint8Array> {
  const blocks = readBgzf(source)
  yield* relabelHeader(blocks, options)
  for (;;) {
    const next = await blocks.next()
    if (next.done === true) {
      if (next.value !== 'complete') throw refused(`the file ends as ${next.value}`)
      return
    }
    yield next.value.raw
  }
}

async function* relabelHeader(
  blocks: AsyncGenerator<BgzfBlock>,
  { sampleIds, compression, onShift }: RelabelOptions,
): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = []
  let headerBytes = 0
  for (;;) {
    const next = await blocks.next()
    if (next.done === true) throw refused('the file has no column line')
    const block = next.value
    const text = await inflateBlock(block, compression)
    if (text === undefined) throw refused('a block is damaged')
    parts.push(text)
    headerBytes += text.length
    if (headerBytes > MAX_HEADER_BYTES) throw refused('the header is too large')
    const whole = concatBytes(parts)
    const end = endOfHeader(whole)
    if (end === undefined) continue
    const inner = end - (whole.length - text.length)
    const header = relabelText(whole.subarray(0, end), sampleIds)
    const headerBlocks = await bgzfBlocks(header, compression)
    const restBlocks = await bgzfBlocks(text.subarray(inner), compression)
    onShift?.(shiftOf(block, inner, headerBlocks, restBlocks))
    yield* headerBlocks
    yield* restBlocks
    return
  }
}

function shiftOf(
  block: BgzfBlock,
  inner: number,
  headerBlocks: readonly Bytes[],
  restBlocks: readonly Bytes[],
): HeaderShift {
  const sizeOf = (list: readonly Bytes[]) => list.reduce((size, { length }) => size + length, 0)
  const restStart = sizeOf(headerBlocks)
  const oldNext = block.offset + block.raw.length
  return {
    oldBlock: block.offset,
    oldInner: inner,
    oldNext,
    restBlockSizes: restBlocks.map(({ length }) => length),
    restStart,
    delta: restStart + sizeOf(restBlocks) - oldNext,
  }
}

/** Where the column line ends, its line end included; `undefined` until all of it is there. */
function endOfHeader(text: Uint8Array): number | undefined {
  let start = 0
  while (start < text.length) {
    const lineEnd = text.indexOf(LINE_FEED, start)
    if (lineEnd < 0) return undefined
    if (text[start] !== HASH) throw refused('the file has no column line')
    if (text[start + 1] !== HASH) return lineEnd + 1
    start = lineEnd + 1
  }
  return undefined
}

function relabelText(header: Uint8Array, sampleIds: readonly string[]): Bytes {
  const columnStart = header.lastIndexOf(LINE_FEED, header.length - 2) + 1
  const columns = latin1(header, columnStart, header.length).trimEnd().split('\t')
  const present = columns.slice(FIXED_COLUMNS)
  if (present.length === 0) return concatBytes([header])
  const isOurs =
    present.length === sampleIds.length &&
    present.every((id, index) => id === jobLocalSampleId(index))
  if (!isOurs) throw refused('its samples are not those of the job')
  const line = [...columns.slice(0, FIXED_COLUMNS), ...sampleIds].join('\t')
  return concatBytes([header.subarray(0, columnStart), new TextEncoder().encode(`${line}\n`)])
}

function refused(why: string): DomainError {
  return new DomainError('peer-message-invalid', `a result file cannot be taken: ${why}`)
}
