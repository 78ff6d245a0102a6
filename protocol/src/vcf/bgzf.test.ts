import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunksOf } from '../input-check/sample-vcf.ts'
import { BGZF_EOF, bgzfBlocks, createBgzfWriter, inflateBlock, readBgzf } from './bgzf.ts'
import { concatBytes, type Bytes } from './bytes.ts'
import { createWebCompression } from './web-compression.ts'

const compression = createWebCompression()

async function compress(parts: readonly Uint8Array[]): Promise<Bytes> {
  const writer = createBgzfWriter(compression)
  const blocks: Bytes[] = []
  for (const part of parts) blocks.push(...(await writer.push(part)))
  return concatBytes([...blocks, ...(await writer.end())])
}

async function read(file: Uint8Array, chunkBytes = 1000) {
  const blocks = readBgzf(chunksOf(file, chunkBytes))
  const texts: Uint8Array[] = []
  const offsets: number[] = []
  for (;;) {
    const next = await blocks.next()
    if (next.done === true) return { text: concatBytes(texts), offsets, ending: next.value }
    offsets.push(next.value.offset)
    texts.push((await inflateBlock(next.value, compression)) ?? new Uint8Array())
  }
}

/** Bytes that do not compress, the same in each run. */
function noise(sizeBytes: number): Bytes {
  let state = 1
  return Uint8Array.from({ length: sizeBytes }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  })
}

describe('BGZF', () => {
  it('gives back what was written, whatever the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 500 }),
        async (parts, chunkBytes) => {
          const back = await read(await compress(parts), chunkBytes)

          expect(back).toMatchObject({ text: concatBytes(parts), ending: 'complete' })
        },
      ),
      { numRuns: 40 },
    )
  })

  it('keeps every block within 64 KiB, even of noise', async () => {
    const text = noise(300_000)

    const file = await compress([text])
    const back = await read(file, 5000)

    expect(back.text).toEqual(text)
    const sizes = back.offsets.map((at, index) => (back.offsets[index + 1] ?? file.length) - at)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536)
  })

  it('stores text that a port makes longer', async () => {
    const deflateRaw = (data: Uint8Array) => new Uint8Array(data.length + 1000)

    const blocks = await bgzfBlocks(noise(65_280), { ...compression, deflateRaw })
    const back = await read(concatBytes([...blocks, BGZF_EOF]))

    expect(back.text).toEqual(noise(65_280))
  })

  it('ends with the end-of-file block', async () => {
    const file = await compress([noise(10)])

    expect(file.subarray(-BGZF_EOF.length)).toEqual(BGZF_EOF)
  })

  it.each([
    ['truncated', (file: Bytes) => file.subarray(0, -3)],
    ['no-eof-block', (file: Bytes) => file.subarray(0, -BGZF_EOF.length)],
    ['trailing', (file: Bytes) => concatBytes([file, noise(40)])],
  ])('is told as %s where it is', async (ending, change) => {
    const file = await compress([noise(100_000)])

    const back = await read(change(file))

    expect(back.ending).toBe(ending)
  })

  it('is damaged where a block holds more than it says', async () => {
    const file = await compress([noise(1000)])
    file[file.length - BGZF_EOF.length - 4] = 1
    const block = (await readBgzf(chunksOf(file, file.length)).next()).value

    const text = typeof block === 'object' ? await inflateBlock(block, compression) : block

    expect(text).toBeUndefined()
  })
})
