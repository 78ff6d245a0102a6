import { deflateRawSync, gzipSync } from 'node:zlib'
import { checkInput } from '@crosspanel/protocol/input-check/check'
import { fileOf, sampleVcf, vcfBytes, vcfText } from '@crosspanel/protocol/input-check/sample-vcf'
import { describe, expect, it } from 'vitest'
import { createNodeCompression } from './compression.ts'

const MIB = 1024 ** 2
const compression = createNodeCompression()
const text = Buffer.from(Array.from({ length: 20_000 }, (_, row) => `22\t${row}\n`).join(''))

async function* chunksOf(data: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += 700) {
    yield await Promise.resolve(data.subarray(at, at + 700))
  }
}

async function gunzip(source: AsyncIterable<Uint8Array>) {
  const pieces = compression.gunzip(source)
  const parts: Uint8Array[] = []
  for (;;) {
    const next = await pieces.next()
    if (next.done === true) return { text: Buffer.concat(parts), ending: next.value }
    parts.push(next.value)
  }
}

describe('inflating gzip', () => {
  it('reads several members as one text', async () => {
    const result = await gunzip(chunksOf(Buffer.concat([gzipSync(text), gzipSync(text)])))

    expect(result.ending).toBe('complete')
    expect(result.text.equals(Buffer.concat([text, text]))).toBe(true)
  })

  it('gives what there was before the end of a cut stream', async () => {
    const result = await gunzip(chunksOf(gzipSync(text).subarray(0, -1000)))

    expect(result.ending).toBe('truncated')
    expect(result.text.length).toBeGreaterThan(0)
  })

  it.each([
    ['other bytes behind it', Buffer.concat([gzipSync(text), Buffer.from('more')])],
    ['a wrong checksum', Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8, 1)])],
  ])('tells of %s', async (_what, data) => {
    const result = await gunzip(chunksOf(data))

    expect(result.ending).toBe('damaged')
  })

  it('throws the error of its source', async () => {
    const failing = async function* () {
      yield* chunksOf(gzipSync(text).subarray(0, 2000))
      throw new Error('disk gone')
    }

    const result = gunzip(failing())

    await expect(result).rejects.toThrow('disk gone')
  })

  it('lets its reader stop early', async () => {
    const pieces = compression.gunzip(chunksOf(gzipSync(text)))
    await pieces.next()

    const ending = await pieces.return('complete')

    expect(ending.done).toBe(true)
  })
})

describe('the input check with it', () => {
  it('notes several gzip members, and reads all of them', async () => {
    const bytes = vcfBytes(sampleVcf())
    const members = Buffer.concat([gzipSync(bytes.subarray(0, 999)), gzipSync(bytes.subarray(999))])

    const { report } = await checkInput([fileOf('a', members)], { inflate: compression })

    expect(report).toMatchObject({ isAcceptable: true, variants: 30 })
    expect(report.findings.map(({ code }) => code)).toEqual(['container-gzip-members'])
  })

  it('keeps memory flat, however much text there is', async () => {
    const text = vcfText(sampleVcf({ samples: 2000, rows: 1 }))
    const rowAt = text.lastIndexOf('\n', text.length - 2) + 1
    const row = Buffer.from(text.slice(rowAt))
    const textBytes = 48 * MIB
    async function* open() {
      yield Buffer.from(text.slice(0, rowAt))
      for (let at = 0; at * row.length < textBytes; at++) {
        row.write(String(20_000_000 + at), '22\t'.length)
        yield await Promise.resolve(row)
      }
    }
    const before = process.memoryUsage.rss()

    const { report } = await checkInput([{ name: 'a', open }], { inflate: compression })

    expect(report.isAcceptable).toBe(true)
    expect(report.files[0]?.textBytes).toBeGreaterThan(textBytes)
    expect(process.memoryUsage.rss() - before).toBeLessThan(textBytes * 0.75)
  })
})

describe('inflating a block', () => {
  it('answers nothing for more text than a block may hold', async () => {
    const inflated = await compression.inflateRaw(deflateRawSync(Buffer.alloc(70_000)), 65_536)

    expect(inflated).toBeUndefined()
  })

  it('answers nothing for damaged data', async () => {
    const inflated = await compression.inflateRaw(Buffer.from('no deflate data'), 65_536)

    expect(inflated).toBeUndefined()
  })
})
