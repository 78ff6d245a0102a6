import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { fileOf, sampleVcf, vcfBytes, vcfText } from '@crosspanel/protocol/input-check/sample-vcf'
import { describe, expect, it } from 'vitest'
import { prepareInput, type PrepareOptions } from './prepare.ts'

/** Sinks that keep what is written, by chromosome. */
function memorySinks() {
  const written = new Map<string, Uint8Array[]>()
  const closed: string[] = []
  const openSink: PrepareOptions['openSink'] = (chromosome) => {
    const parts: Uint8Array[] = []
    written.set(chromosome, parts)
    return Promise.resolve({
      write: (bytes) => {
        parts.push(bytes)
        return Promise.resolve()
      },
      close: () => {
        closed.push(chromosome)
        return Promise.resolve()
      },
    })
  }
  const bytesOf = (chromosome: string) => Buffer.concat(written.get(chromosome) ?? [])
  return { openSink, bytesOf, closed }
}

describe('preparing the input of a job', () => {
  it('writes each chromosome of each file, normalised, and tells size and digest', async () => {
    const sinks = memorySinks()
    const two = sampleVcf({ rows: 3, chromosome: 'chr3' })
    two.rows.push(...sampleVcf({ rows: 4, chromosome: 'chr5' }).rows)
    const files = [
      fileOf('a.vcf', vcfBytes(sampleVcf())),
      fileOf('b.vcf.gz', gzipSync(vcfText(two))),
    ]

    const prepared = await prepareInput({ files, build: 'GRCh37', openSink: sinks.openSink })

    expect(prepared.report.isAcceptable).toBe(true)
    expect(prepared.chromosomes.map(({ chromosome, records }) => [chromosome, records])).toEqual([
      ['22', 30],
      ['3', 3],
      ['5', 4],
    ])
    expect(sinks.closed).toEqual(['22', '3', '5'])
    for (const { chromosome, sizeBytes, sha256 } of prepared.chromosomes) {
      const bytes = sinks.bytesOf(chromosome)
      expect(bytes.length).toBe(sizeBytes)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      expect(gunzipSync(bytes).toString()).toMatch(/^##fileformat=VCFv4.2\n/)
    }
  })

  it('gives the same bytes whatever container the genotypes came in', async () => {
    const text = vcfBytes(sampleVcf())
    const digests = await Promise.all(
      [text, gzipSync(text), vcfBytes(vcfText(sampleVcf(), '\r\n'))].map(async (bytes) => {
        const { openSink } = memorySinks()
        const files = [fileOf('a', bytes)]
        return (await prepareInput({ files, build: 'GRCh37', openSink })).chromosomes[0]?.sha256
      }),
    )

    const [first] = digests

    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(digests).toEqual([first, first, first])
  })

  it('writes nothing of a file that is refused', async () => {
    const sinks = memorySinks()
    const files = [fileOf('a.vcf', vcfBytes(sampleVcf({ samples: 3 })))]

    const prepared = await prepareInput({ files, build: 'GRCh37', openSink: sinks.openSink })

    expect(prepared.report.isAcceptable).toBe(false)
    expect(prepared.chromosomes).toEqual([])
    expect(sinks.closed).toEqual([])
  })

  it('refuses BCF where nothing reads it', async () => {
    const { openSink } = memorySinks()
    const files = [fileOf('a.bcf', Buffer.from('BCF\u0002\u0002'))]

    const { report } = await prepareInput({ files, build: 'GRCh37', openSink })

    expect(report.findings[0]?.code).toBe('container-bcf-unreadable')
  })

  it('closes the sink when it stops half-way', async () => {
    const sinks = memorySinks()
    const long = sampleVcf()
    long.rows.at(-1)?.splice(9, 1, '1')
    const versions = [sampleVcf(), long]
    const open = () => fileOf('a', vcfBytes(versions.shift() ?? ''), 500).open()
    const files = [{ name: 'a', open }]

    const prepared = prepareInput({ files, build: 'GRCh37', openSink: sinks.openSink })

    await expect(prepared).rejects.toMatchObject({ code: 'input-refused' })
    expect(sinks.closed).toEqual(['22'])
  })

  it('stops at a file that changed after it was checked', async () => {
    const { openSink } = memorySinks()
    const versions = [sampleVcf(), sampleVcf({ rows: 29 })]
    const open = () => fileOf('a', vcfBytes(versions.shift() ?? '')).open()

    const prepared = prepareInput({ files: [{ name: 'a', open }], build: 'GRCh37', openSink })

    await expect(prepared).rejects.toMatchObject({ code: 'input-refused' })
  })
})
