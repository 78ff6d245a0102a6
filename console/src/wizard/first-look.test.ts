import { variantHash } from '@crosspanel/protocol/variant-sketch'
import { bgzfBlocks, BGZF_EOF } from '@crosspanel/protocol/vcf/bgzf'
import { createWebCompression } from '@crosspanel/protocol/vcf/web-compression'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  changeOf,
  HEAD_BYTES,
  identify,
  lookAt,
  type PickedFile,
  TAIL_BYTES,
} from './first-look.ts'

const inflate = createWebCompression()
const SAMPLES = Array.from({ length: 200 }, (_, index) => `p${index}`)
const HEADER = [
  '##fileformat=VCFv4.2',
  '##contig=<ID=1,length=249250621>',
  `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${SAMPLES.join('\t')}`,
].join('\n')

/** Rows that compress badly, so that a small test has a large file. */
function rowsOf(chromosome: number, count: number): string {
  let seed = chromosome
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31)
  return Array.from({ length: count }, (_, index) => {
    const calls = SAMPLES.map(() => `${next() % 2}/${(next() >> 8) % 2}:0.${next()}`)
    return `${chromosome}\t${1_000_000 + index * 10}\trs${next()}\tA\tG\t.\tPASS\t.\tGT:DS\t${calls.join('\t')}`
  }).join('\n')
}

let whole: Blob
/** A file whose pieces are counted. `middle` bytes that nobody may read lie before its last 64 KiB. */
function picked(blob: Blob, middle = 0) {
  let bytesRead = 0
  const cut = blob.size - TAIL_BYTES
  const file: PickedFile = {
    name: 'cohort.vcf.gz',
    size: blob.size + middle,
    lastModified: 1_700_000_000_000,
    slice(start, end) {
      bytesRead += end - start
      if (middle === 0) return blob.slice(start, end)
      if (end <= cut) return blob.slice(start, end)
      if (start >= cut + middle) return blob.slice(start - middle, end - middle)
      throw new Error('the middle of the file was read')
    },
  }
  return { file, bytesRead: () => bytesRead }
}

beforeAll(async () => {
  const text = [HEADER, rowsOf(1, 1000), rowsOf(2, 500), rowsOf(3, 20), ''].join('\n')
  const blocks = await bgzfBlocks(new TextEncoder().encode(text), inflate)
  whole = new Blob([...blocks, BGZF_EOF])
})

describe('the first look at a large file', () => {
  it('draws a sketch of the variants that it read', async () => {
    const { file } = picked(whole)
    const { report, sketch } = await lookAt([file], inflate)
    const of = (chromosome: number, row: number) =>
      variantHash(chromosome, 1_000_000 + row * 10, 'A'.charCodeAt(0), 'G'.charCodeAt(0))

    expect(sketch.hashes).toHaveLength(report.variants)
    expect(sketch.hashes).toContain(of(1, 0))
    expect(sketch.hashes).not.toContain(of(3, 19))
  })

  it('reads its first MiB and its last 64 KiB, whatever its size', async () => {
    const { file, bytesRead } = picked(whole, 10_000_000_000)

    const look = await lookAt([file], inflate)

    expect(whole.size).toBeGreaterThan(HEAD_BYTES + TAIL_BYTES)
    expect(bytesRead()).toBe(HEAD_BYTES + TAIL_BYTES)
    expect(look.bytesRead).toBe(bytesRead())
    expect(look.isWhole).toBe(false)
    expect(look.report.findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(look.report).toMatchObject({ isAcceptable: true, samples: 200 })
    expect(look.report.files[0]).toMatchObject({
      ...{ container: 'bgzf', build: 'GRCh37', phased: 'unphased', samples: 200 },
    })
    expect(look.report.variants).toBeGreaterThan(100)
  })

  it('reads a small file whole, so that nothing is left to check', async () => {
    const { file } = picked(new Blob([HEADER, '\n', rowsOf(1, 5), '\n']))

    expect(await lookAt([file], inflate)).toMatchObject({ isWhole: true, bytesRead: file.size })
  })

  it('tells the chromosomes from its first row to its last', async () => {
    const { chromosomes } = await lookAt([picked(whole).file], inflate)

    expect(chromosomes).toEqual(['1', '2', '3'])
  })

  it('sees that its end is missing', async () => {
    const cut = whole.slice(0, whole.size - BGZF_EOF.length)

    const { report } = await lookAt([picked(cut).file], inflate)

    expect(report.findings).toMatchObject([{ code: 'bgzf-eof-missing' }])
  })

  it('says nothing of the end of plain gzip and of text, which it did not read', async () => {
    const text = new Blob([HEADER, '\n', rowsOf(1, 1500), '\n'])
    const gzip = await new Response(text.stream().pipeThrough(new CompressionStream('gzip'))).blob()

    const looks = [
      await lookAt([picked(gzip).file], inflate),
      await lookAt([picked(text).file], inflate),
    ]

    expect(gzip.size).toBeGreaterThan(HEAD_BYTES + TAIL_BYTES)
    expect(looks.map(({ report }) => report.files[0]?.container)).toEqual(['gzip', 'text'])
    expect(looks.flatMap(({ report }) => report.findings.map(({ severity }) => severity))).toEqual([
      'note',
      'note',
    ])
    expect(looks.map(({ report }) => report.samples)).toEqual([200, 200])
  })
})

describe('the identity of a file', () => {
  it('names what has changed', async () => {
    const { file } = picked(whole)
    const before = await identify(file)

    expect(changeOf(before, await identify(file))).toBeUndefined()
    expect(changeOf(before, { ...before, name: 'other.vcf.gz' })).toBe('name')
    expect(changeOf(before, { ...before, size: 1 })).toBe('size')
    expect(changeOf(before, { ...before, headSha256: '0' })).toBe('content')
    expect(changeOf(before, { ...before, lastModified: 1 })).toBe('time')
  })
})
