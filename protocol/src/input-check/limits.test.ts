import { describe, expect, it } from 'vitest'
import { createWebCompression } from '../vcf/web-compression.ts'
import type { InputFile } from './check-file.ts'
import { checkInput, type CheckOptions } from './check.ts'
import { DEFAULT_LIMITS, maxRatioOf, type InputLimits } from './limits.ts'
import { bgzfOf, fileOf, sampleVcf, vcfBytes, vcfText } from './sample-vcf.ts'

const inflate = createWebCompression()

async function codesOf(
  file: InputFile,
  limits: Partial<InputLimits>,
  options: Partial<CheckOptions> = {},
) {
  const { report } = await checkInput([file], { inflate, limits, ...options })
  return report.findings.map(({ code }) => code)
}

function textFile(text: string): InputFile {
  return fileOf('a', vcfBytes(text), 1024)
}

/** A file of one row again and again, and how much of it was read. */
async function repeatingFile(rows: number) {
  const text = vcfText(sampleVcf({ rows: 1 }))
  const row = text.slice(text.lastIndexOf('\n', text.length - 2) + 1)
  const bytes = await bgzfOf(vcfBytes(text + row.repeat(rows)))
  const file = fileOf('bomb', bytes, 4096)
  const read = { bytes: 0 }
  async function* open() {
    for await (const chunk of file.open()) {
      read.bytes += chunk.length
      yield chunk
    }
  }
  return { file: { name: 'bomb', open }, read, sizeBytes: bytes.length }
}

describe('the limits of an input file', () => {
  it('stop at a position repeated without end, before the file is read (T16)', async () => {
    const bomb = await repeatingFile(200_000)

    const codes = await codesOf(bomb.file, {})

    expect(codes[0]).toBe('position-repeated')
    expect(bomb.read.bytes).toBeLessThan(bomb.sizeBytes / 4)
  })

  it('stop at a ratio that no genotypes reach, before the file is read (T16)', async () => {
    const bomb = await repeatingFile(200_000)

    const codes = await codesOf(bomb.file, {
      maxRowsAtOnePosition: Infinity,
      ratioGraceBytes: 1024 ** 2,
    })

    expect(codes[0]).toBe('ratio-limit')
    expect(bomb.read.bytes).toBeLessThan(bomb.sizeBytes / 4)
  })

  it('leave more room for the ratio of large cohorts', () => {
    const ratios = [151, 10_000].map((samples) => maxRatioOf(DEFAULT_LIMITS, samples))

    expect(ratios).toEqual([157.55, 650])
  })

  it('stop at a long line (T17)', async () => {
    const codes = await codesOf(textFile(`##fileformat=VCFv4.2\n##${'x'.repeat(10_000)}`), {
      maxLineBytes: 5000,
    })

    expect(codes[0]).toBe('line-limit')
  })

  it('stop at a large header (T17)', async () => {
    const codes = await codesOf(textFile(`##fileformat=VCFv4.2\n${'##x=1\n'.repeat(1000)}`), {
      maxHeaderBytes: 5000,
    })

    expect(codes[0]).toBe('header-limit')
  })

  it('stop at many contigs (T17)', async () => {
    const contigs = Array.from({ length: 101 }, (_, index) => `##contig=<ID=c${index}>\n`).join('')

    const codes = await codesOf(textFile(`##fileformat=VCFv4.2\n${contigs}`), { maxContigs: 100 })

    expect(codes[0]).toBe('contigs-limit')
  })

  it('stop at many samples (T17)', async () => {
    const codes = await codesOf(textFile(vcfText(sampleVcf({ samples: 101 }))), { maxSamples: 100 })

    expect(codes[0]).toBe('samples-limit')
  })

  it('stop at much text', async () => {
    const codes = await codesOf(textFile(vcfText(sampleVcf({ rows: 1000 }))), {
      maxTextBytes: 10_000,
    })

    expect(codes[0]).toBe('size-limit')
  })

  it('stop when the time is over', async () => {
    let clock = 0

    const codes = await codesOf(
      textFile(vcfText(sampleVcf())),
      { maxWallTimeMs: 10 },
      { now: () => (clock += 4) },
    )

    expect(codes[0]).toBe('time-limit')
  })

  it('stop when somebody asks', async () => {
    const codes = await codesOf(textFile(vcfText(sampleVcf())), {}, { signal: AbortSignal.abort() })

    expect(codes[0]).toBe('check-stopped')
  })
})
