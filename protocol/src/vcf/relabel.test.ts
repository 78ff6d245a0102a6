import { describe, expect, it } from 'vitest'
import { bgzfOf, chunksOf, sampleVcf, vcfBytes, vcfText } from '../input-check/sample-vcf.ts'
import { jobLocalSampleId } from '../job.ts'
import { BGZF_EOF, bgzfBlocks, inflateBlock, readBgzf } from './bgzf.ts'
import { concatBytes, type Bytes } from './bytes.ts'
import { relabelVcf } from './relabel.ts'
import { shiftVirtualOffset, type HeaderShift } from './virtual-offset.ts'
import { createWebCompression } from './web-compression.ts'

const compression = createWebCompression()
const SAMPLES = 20
const sampleIds = Array.from({ length: SAMPLES }, (_, index) => `Zoë-${index}`)

function resultText(rows: number): { header: string; body: string; whole: string } {
  const vcf = sampleVcf({ samples: SAMPLES, rows })
  vcf.columns.splice(9, SAMPLES, ...sampleIds.map((_, index) => jobLocalSampleId(index)))
  const whole = vcfText(vcf)
  const end = whole.indexOf('\n22\t') + 1
  return { header: whole.slice(0, end), body: whole.slice(end), whole }
}

async function blocksOf(file: Uint8Array) {
  const texts = new Map<number, Bytes>()
  const raws: Uint8Array[] = []
  for await (const block of readBgzf(chunksOf(file, 4096))) {
    texts.set(block.offset, concatBytes([(await inflateBlock(block, compression)) ?? BGZF_EOF]))
    raws.push(block.raw)
  }
  return { texts, raws, text: new TextDecoder().decode(concatBytes([...texts.values()])) }
}

async function relabel(file: Uint8Array, ids: readonly string[] = sampleIds) {
  const parts: Uint8Array[] = []
  const shifts: HeaderShift[] = []
  const onShift = (shift: HeaderShift) => shifts.push(shift)
  const options = { sampleIds: ids, compression, onShift }
  for await (const part of relabelVcf(chunksOf(file, 3000), options)) parts.push(part)
  return { file: concatBytes(parts), shift: shifts[0] }
}

/** The text from a virtual offset on, 12 characters of it. */
function textAt(texts: ReadonlyMap<number, Bytes>, offset: bigint): string {
  const [block, inner] = [Number(offset >> 16n), Number(offset & 0xffffn)]
  const later = [...texts].filter(([at]) => at >= block).map(([, text]) => text)
  return new TextDecoder().decode(concatBytes(later).subarray(inner, inner + 12))
}

describe('a relabelled result', () => {
  it.each([
    ['in blocks of its own', true],
    ['in one block with the first rows', false],
  ])('has its own sample ids and all else as it was, with a header %s', async (_what, isOwn) => {
    const { header, body, whole } = resultText(3000)
    const parts = isOwn ? [header, body] : [whole]
    const blocks = await Promise.all(parts.map((part) => bgzfBlocks(vcfBytes(part), compression)))
    const before = concatBytes([...blocks.flat(), BGZF_EOF])

    const { file } = await relabel(before)

    const [was, is] = [await blocksOf(before), await blocksOf(file)]
    const expected = sampleIds.reduce(
      (text, id, index) => text.replace(jobLocalSampleId(index), id),
      whole,
    )
    expect(is.text).toBe(expected)
    expect(is.raws.slice(-2)).toEqual(was.raws.slice(-2))
  })

  it('moves every virtual offset of a record to the same record', async () => {
    const before = await bgzfOf(vcfBytes(resultText(3000).whole))
    const { file, shift } = await relabel(before)
    const [was, is] = [await blocksOf(before), await blocksOf(file)]
    const headerEnd = resultText(1).header.length
    const offsets = [...was.texts].flatMap(([at, text]) =>
      [headerEnd, headerEnd + 400, text.length - 30].map(
        (inner) => (BigInt(at) << 16n) | BigInt(inner),
      ),
    )

    const moved = offsets.slice(0, -3).map((offset) => {
      return shift === undefined ? '' : textAt(is.texts, shiftVirtualOffset(offset, shift))
    })

    expect(moved).toEqual(offsets.slice(0, -3).map((offset) => textAt(was.texts, offset)))
  })

  it('is the file itself when it has no sample columns', async () => {
    const vcf = sampleVcf({ rows: 5 })
    vcf.columns.splice(8)
    vcf.rows = vcf.rows.map((row) => row.slice(0, 8))
    const text = vcfText(vcf)

    const { file } = await relabel(await bgzfOf(vcfBytes(text)))

    expect((await blocksOf(file)).text).toBe(text)
  })

  it.each([
    ['another number of samples', sampleIds.slice(1), (file: Bytes) => file],
    ['a cut file', sampleIds, (file: Bytes) => file.subarray(0, -BGZF_EOF.length)],
    ['a file cut in a block', sampleIds, (file: Bytes) => file.subarray(0, 3000)],
    ['no BGZF', sampleIds, () => vcfBytes('##fileformat=VCFv4.2\n')],
  ])('is refused for %s', async (_what, ids, change) => {
    const file = change(await bgzfOf(vcfBytes(resultText(3000).whole)))

    const relabelled = relabel(file, ids)

    await expect(relabelled).rejects.toMatchObject({ code: 'peer-message-invalid' })
  })

  it('is refused for samples that are not the job-local ones', async () => {
    const relabelled = relabel(await bgzfOf(vcfBytes(sampleVcf({ samples: SAMPLES }))))

    await expect(relabelled).rejects.toMatchObject({ code: 'peer-message-invalid' })
  })
})
