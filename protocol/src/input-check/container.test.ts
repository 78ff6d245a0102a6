import { describe, expect, it } from 'vitest'
import { BGZF_EOF, bgzfBlocks } from '../vcf/bgzf.ts'
import { concatBytes, type Bytes } from '../vcf/bytes.ts'
import { createWebCompression } from '../vcf/web-compression.ts'
import type { BcfToText } from './check-file.ts'
import { checkInput, type CheckOptions } from './check.ts'
import { bgzfOf, chunksOf, fileOf, sampleVcf, vcfBytes, vcfText } from './sample-vcf.ts'

const inflate = createWebCompression()
const text = vcfBytes(sampleVcf({ samples: 200, rows: 500 }))

async function check(bytes: Uint8Array, options: Partial<CheckOptions> = {}) {
  const { report } = await checkInput([fileOf('a', bytes)], { inflate, ...options })
  return { ...report, codes: report.findings.map(({ code }) => code) }
}

async function gzip(data: Bytes): Promise<Bytes> {
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

function ascii(value: string): Bytes {
  return new TextEncoder().encode(value)
}

function tarOf(name: string): Bytes {
  const header = new Uint8Array(1024)
  header.set(ascii(name))
  header.set(ascii('ustar'), 257)
  return header
}

describe('a container that can be read', () => {
  it('is BGZF, without a word', async () => {
    const report = await check(await bgzfOf(text))

    expect(report.files[0]?.container).toBe('bgzf')
    expect(report.codes).toEqual([])
  })

  it('is plain gzip, with a note', async () => {
    const report = await check(await gzip(text))

    expect(report.isAcceptable).toBe(true)
    expect(report.codes).toEqual(['container-gzip'])
    expect(report.variants).toBe(500)
  })

  it('is plain text, with a note', async () => {
    const report = await check(text)

    expect(report.isAcceptable).toBe(true)
    expect(report.codes).toEqual(['container-text'])
  })

  it('is BGZF put together from several files', async () => {
    const [first, second] = [text.subarray(0, 100_000), text.subarray(100_000)]

    const report = await check(concatBytes([await bgzfOf(first), await bgzfOf(second)]))

    expect(report.codes).toEqual([])
    expect(report.variants).toBe(500)
  })
})

describe('a container that cannot be used', () => {
  it.each([
    ['nothing', () => new Uint8Array(), 'file-empty'],
    ['an empty BGZF', () => BGZF_EOF, 'file-empty'],
    ['an empty gzip', () => gzip(new Uint8Array()), 'file-empty'],
    ['a zip archive', () => ascii('PK\u0003\u0004\u0014\0\0\0'), 'container-zip'],
    ['a web page', () => ascii('\n<!DOCTYPE html><html></html>'), 'container-html'],
    ['a compressed web page', () => bgzfOf(ascii('<html><body>404')), 'container-html'],
    ['bytes of noise', () => Uint8Array.from([72, 27, 24, 73, 164, 159]), 'container-unknown'],
    ['gzip within BGZF', async () => bgzfOf(await gzip(text)), 'container-compressed-twice'],
    ['a BAM file', () => bgzfOf(ascii('BAM\u0001\0\0')), 'container-unknown'],
    ['a tar archive', () => gzip(tarOf('a.vcf')), 'container-unknown'],
    ['a PLINK file', () => Uint8Array.from([0x6c, 0x1b, 1, 220]), 'container-unknown'],
    [
      'a consumer table',
      () => bgzfOf(ascii('# rsid\tchromosome\tposition\tgenotype\nrs4477212\t1\t82154\tAA\n')),
      'container-consumer-table',
    ],
    [
      'a consumer table without header',
      () => ascii('# made by us\nrs4477212\t1\t82154\tAA\n'),
      'container-consumer-table',
    ],
    ['a text of words', () => ascii('dear colleagues,\n'), 'header-missing'],
  ])('is %s', async (_what, make, code) => {
    const report = await check(await make())

    expect(report.isAcceptable).toBe(false)
    expect(report.codes).toContain(code)
  })
})

describe('a damaged container', () => {
  it('is named as cut inside a block, and its half row is not held against it', async () => {
    const bytes = await bgzfOf(text)

    const report = await check(bytes.subarray(0, Math.floor(bytes.length * 0.6)))

    expect(report.codes).toEqual(['bgzf-truncated'])
    expect(report.variants).toBeGreaterThan(0)
  })

  it('is named as lacking its end-of-file block', async () => {
    const bytes = await bgzfOf(text)

    const report = await check(bytes.subarray(0, -BGZF_EOF.length))

    expect(report.codes).toEqual(['bgzf-eof-missing'])
  })

  it('is named as cut when a part of the end-of-file block is there', async () => {
    const bytes = await bgzfOf(text)

    const report = await check(bytes.subarray(0, -5))

    expect(report.codes).toEqual(['bgzf-truncated'])
  })

  it('is named as followed by other bytes', async () => {
    const report = await check(concatBytes([await bgzfOf(text), ascii('more bytes')]))

    expect(report.codes).toEqual(['bgzf-trailing-data'])
  })

  it('is named as damaged when a block does not match its checksum', async () => {
    const blocks = await bgzfBlocks(text, inflate)
    const bytes = concatBytes([...blocks, BGZF_EOF])
    const checksumAt = (blocks[0]?.length ?? 0) - 8
    bytes[checksumAt] = (bytes[checksumAt] ?? 0) ^ 1

    const report = await check(bytes)

    expect(report.codes).toEqual(['bgzf-damaged'])
  })

  it('is named as damaged when gzip data are', async () => {
    const bytes = await gzip(text)
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 20)

    const report = await check(bytes)

    expect(report.codes).toEqual(['gzip-damaged'])
  })
})

describe('a BCF file', () => {
  const bcf = () => bgzfOf(concatBytes([ascii('BCF'), Uint8Array.from([2, 2, 9, 0, 0, 0])]))
  const asText = (ending: 'complete' | 'failed'): BcfToText =>
    async function* () {
      yield* chunksOf(text, 1 << 16)
      return ending
    }

  it('is accepted unread where it cannot be read, with a warning', async () => {
    const report = await check(await bcf())

    expect(report.isAcceptable).toBe(true)
    expect(report.codes).toEqual(['container-bcf-unchecked'])
  })

  it('is checked as the text that the port makes of it', async () => {
    const report = await check(await bcf(), { bcfToText: asText('complete') })

    expect(report).toMatchObject({ isAcceptable: true, samples: 200, variants: 500 })
    expect(report.codes).toEqual(['container-bcf'])
  })

  it('is refused when the port cannot read it to its end', async () => {
    const report = await check(await bcf(), { bcfToText: asText('failed') })

    expect(report.isAcceptable).toBe(false)
    expect(report.codes).toContain('container-bcf-unreadable')
  })

  it('is refused when it is cut', async () => {
    const bytes = await bcf()

    const report = await check(bytes.subarray(0, -BGZF_EOF.length), {
      bcfToText: asText('complete'),
    })

    expect(report.codes).toContain('bgzf-eof-missing')
  })
})

describe('a source that cannot be read', () => {
  it('throws its own error, which is no finding', async () => {
    const failing = {
      name: 'a',
      async *open() {
        yield await gzip(vcfBytes(vcfText(sampleVcf())).subarray(0, 100))
        throw new Error('disk gone')
      },
    }

    const checked = checkInput([failing], { inflate })

    await expect(checked).rejects.toThrow('disk gone')
  })
})
