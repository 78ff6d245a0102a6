import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { crc32, createGunzip, deflateRawSync } from 'node:zlib'
import { pipeline } from 'node:stream'

/** The empty block that ends every BGZF file (SAM specification, section 4.1.2). */
export const BGZF_END = Buffer.from(
  '1f8b08040000000000ff0600424302001b0003000000000000000000',
  'hex',
)

/** Bytes of text in one block; below 64 kB so that incompressible text still fits. */
const BLOCK_BYTES = 0xff00
const READ_BYTES = 256 * 1024
const LINE_FEED = 10
/** Fast: these files live for the length of a run, and engines read them at any level. */
const COMPRESSION_LEVEL = 1

function bgzfBlock(text: Uint8Array): Buffer {
  const deflated = deflateRawSync(text, { level: COMPRESSION_LEVEL })
  const block = Buffer.alloc(deflated.length + 26)
  BGZF_END.copy(block, 0, 0, 16)
  block.writeUInt16LE(block.length - 1, 16)
  deflated.copy(block, 18)
  block.writeUInt32LE(crc32(text), block.length - 8)
  block.writeUInt32LE(text.length, block.length - 4)
  return block
}

/** Writes text as BGZF; `close` adds the end block and syncs the file to disk. */
export async function createBgzfWriter(path: string) {
  const file = await open(path, 'w')
  const pending = Buffer.alloc(BLOCK_BYTES)
  let pendingBytes = 0
  let blocks: Buffer[] = []
  let blockBytes = 0

  function endBlock(): void {
    const block = bgzfBlock(pending.subarray(0, pendingBytes))
    blocks.push(block)
    blockBytes += block.length
    pendingBytes = 0
  }

  async function flush(): Promise<void> {
    const bytes = Buffer.concat(blocks)
    blocks = []
    blockBytes = 0
    await file.write(bytes)
  }

  return {
    write(bytes: Uint8Array): void {
      let from = 0
      while (from < bytes.length) {
        const to = Math.min(bytes.length, from + BLOCK_BYTES - pendingBytes)
        pending.set(bytes.subarray(from, to), pendingBytes)
        pendingBytes += to - from
        from = to
        if (pendingBytes === BLOCK_BYTES) endBlock()
      }
    },
    /** To be called between batches of writes, to keep memory bounded. */
    async drain(): Promise<void> {
      if (blockBytes >= READ_BYTES) await flush()
    },
    async close(): Promise<void> {
      if (pendingBytes > 0) endBlock()
      blocks.push(BGZF_END)
      await flush()
      await file.sync()
      await file.close()
    },
    /** Lets go of the file, which is of no use then. */
    discard: () => file.close(),
  }
}
export type BgzfWriter = Awaited<ReturnType<typeof createBgzfWriter>>

/** Whether the file ends as BGZF must; inflating alone does not show a cut at a block's end. */
export async function hasBgzfEnd(path: string): Promise<boolean> {
  await using file = await open(path)
  const { size } = await file.stat()
  if (size < BGZF_END.length) return false
  const { buffer } = await file.read(
    Buffer.alloc(BGZF_END.length),
    0,
    BGZF_END.length,
    size - BGZF_END.length,
  )
  return buffer.equals(BGZF_END)
}

/** Longer than a line of any engine: 500,000 samples with four fields each are 25 MB. */
const MAX_LINE_BYTES = 128 * 1024 ** 2

/** A line that is longer than its reader takes: a bomb, or no text at all (T16). */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong'
}

/**
 * The inflated text in blocks of whole lines, each ending in a line feed (but perhaps the last).
 * Throws `LineTooLong` before a longer line than `maxLineBytes` has filled the memory.
 */
export async function* lineBlocks(
  path: string,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<Buffer> {
  const inflated = pipeline(
    createReadStream(path, { highWaterMark: READ_BYTES }),
    createGunzip({ chunkSize: READ_BYTES }),
    () => undefined,
  )
  let rest: Buffer = Buffer.alloc(0)
  for await (const bytes of inflated as AsyncIterable<Buffer>) {
    const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    const end = joined.lastIndexOf(LINE_FEED) + 1
    if (end > 0) yield joined.subarray(0, end)
    rest = joined.subarray(end)
    if (rest.length > maxLineBytes) throw new LineTooLong(`a line of over ${maxLineBytes} bytes`)
  }
  if (rest.length > 0) yield rest
}

/** Calls `onLine` with the bounds of each line, line feeds left out. */
export function eachLine(block: Buffer, onLine: (start: number, end: number) => void): void {
  let start = 0
  while (start < block.length) {
    const at = block.indexOf(LINE_FEED, start)
    const end = at === -1 ? block.length : at
    onLine(start, end)
    start = end + 1
  }
}
