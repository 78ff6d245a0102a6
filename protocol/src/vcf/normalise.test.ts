import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkInput } from '../input-check/check.ts'
import { chunksOf, fileOf, sampleVcf, vcfBytes, vcfText } from '../input-check/sample-vcf.ts'
import { normaliseVcf, type NormaliseShape } from './normalise.ts'
import { createWebCompression } from './web-compression.ts'

const SHAPE: NormaliseShape = { samples: 20, build: 'GRCh37', filters: [] }

async function normalise(text: string, shape = SHAPE, chunkBytes = 300) {
  const texts = new Map<string, string>()
  let records = 0
  for await (const piece of normaliseVcf(chunksOf(vcfBytes(text), chunkBytes), shape)) {
    const decoded = new TextDecoder().decode(piece.text)
    texts.set(piece.chromosome, (texts.get(piece.chromosome) ?? '') + decoded)
    records += piece.records
  }
  return { texts, records }
}

function rowsOf(text: string | undefined): string[][] {
  const lines = (text ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => line.split('\t'))
}

/** Changes the cells of one row of a right VCF. */
function withCells(cells: Readonly<Record<number, string>>) {
  const vcf = sampleVcf({ rows: 1 })
  for (const [column, value] of Object.entries(cells)) vcf.rows[0]?.splice(Number(column), 1, value)
  return vcf
}

describe('the text that leaves the home site (T1)', () => {
  it('carries no sample id, header line, QUAL, INFO or other field of the original', async () => {
    const vcf = withCells({
      2: 'CANARY in id',
      5: '77',
      7: 'AC=CANARY',
      8: 'GT:CANARY',
      9: '0/1:CANARY',
    })
    vcf.header.push('##CANARY=1', '##SAMPLE=<ID=CANARY>')
    vcf.columns[9] = 'CANARY'

    const { texts } = await normalise(vcfText(vcf))

    expect(texts.get('22')).not.toContain('CANARY')
    expect(rowsOf(texts.get('22'))[0]?.slice(0, 10)).toEqual([
      ...['22', '20000000', '.', 'A', 'G', '.', 'PASS', '.', 'GT', '0/1'],
    ])
  })

  it('begins with a header made anew, with job-local sample ids', async () => {
    const { texts } = await normalise(vcfText(sampleVcf({ samples: 2, rows: 1 })), {
      samples: 2,
      build: 'GRCh37',
      filters: ['LowQual'],
    })

    const header = texts.get('22')?.split('\n').slice(0, 6)

    expect(header).toEqual([
      '##fileformat=VCFv4.2',
      '##FILTER=<ID=PASS,Description="All filters passed">',
      '##FILTER=<ID=LowQual,Description="LowQual">',
      '##contig=<ID=22,length=51304566>',
      '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
      '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS000001\tS000002',
    ])
  })

  it('has all genotypes as they were', async () => {
    const vcf = sampleVcf()

    const { texts, records } = await normalise(vcfText(vcf))

    expect(records).toBe(30)
    expect(rowsOf(texts.get('22')).map((row) => row.slice(9))).toEqual(
      vcf.rows.map((row) => row.slice(9)),
    )
  })

  it.each([
    ['.', './.'],
    ['./././.', './.'],
    ['.|.', '.|.'],
    ['10|11', '10|11'],
    ['./1', './1'],
    ['0|1:7:.', '0|1'],
  ])('writes the genotype %s as %s', async (genotype, expected) => {
    const { texts } = await normalise(vcfText(withCells({ 8: 'GT:DP:X', 28: genotype })))

    expect(rowsOf(texts.get('22'))[0]?.[28]).toBe(expected)
  })

  it.each([
    ['rs12', 'rs12'],
    ['22:1:A_G', '22:1:A_G'],
    ['<script>', '.'],
    ['a'.repeat(101), '.'],
    ['', '.'],
  ])('writes the variant id %s as %s', async (id, expected) => {
    const { texts } = await normalise(vcfText(withCells({ 2: id })))

    expect(rowsOf(texts.get('22'))[0]?.[2]).toBe(expected)
  })

  it.each([
    ['PASS', 'PASS'],
    ['.', '.'],
    ['LowQual;q10', 'LowQual;q10'],
    ['LowQual;CANARY', 'unnamed'],
  ])('writes FILTER %s as %s', async (filter, expected) => {
    const shape = { ...SHAPE, filters: ['LowQual', 'q10'] }

    const { texts } = await normalise(vcfText(withCells({ 6: filter })), shape)

    expect(rowsOf(texts.get('22'))[0]?.[6]).toBe(expected)
  })

  it('is one whole VCF for each chromosome, without chr before the number', async () => {
    const vcf = sampleVcf({ rows: 3, chromosome: 'chr3' })
    vcf.rows.push(...sampleVcf({ rows: 4 }).rows)

    const { texts } = await normalise(vcfText(vcf, '\r\n'))

    expect([...texts.keys()]).toEqual(['3', '22'])
    expect(rowsOf(texts.get('3')).map(([chromosome]) => chromosome)).toEqual(['3', '3', '3'])
    expect(rowsOf(texts.get('22'))).toHaveLength(4)
    expect(texts.get('22')?.startsWith('##fileformat')).toBe(true)
  })

  it.each([
    ['a row of another length', withCells({ 9: '0/0\t0/0' })],
    ['a haploid genotype', withCells({ 9: '1' })],
    ['letters in a genotype', withCells({ 9: 'A/G' })],
    ['FORMAT without GT', withCells({ 8: 'DS' })],
    ['FORMAT with another field first', withCells({ 8: 'GTX' })],
    ['chromosome X', withCells({ 0: 'X' })],
  ])('is refused for %s, which the check does not let through', async (_what, vcf) => {
    const normalised = normalise(vcfText(vcf))

    await expect(normalised).rejects.toMatchObject({ code: 'input-refused' })
  })

  it('is made of every file that the check accepts', async () => {
    const inflate = createWebCompression()
    const cells = fc.constantFrom(
      '0/0',
      '1|1',
      '.',
      './.',
      '0/2',
      '2/1',
      '1',
      './././.',
      '0/1:3',
      '',
    )
    const rows = fc.array(fc.array(cells, { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    })

    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('GT', 'GT:DP'), async (genotypes, format) => {
        const vcf = sampleVcf({ samples: 3, rows: genotypes.length })
        genotypes.forEach((list, row) => vcf.rows[row]?.splice(8, 4, format, ...list))
        const { report } = await checkInput([fileOf('a', vcfBytes(vcf))], {
          inflate,
          policy: { minSamples: 1, maxSamples: 9 },
        })
        const made = report.isAcceptable
          ? (await normalise(vcfText(vcf), { ...SHAPE, samples: 3 })).records
          : genotypes.length

        expect(made).toBe(genotypes.length)
      }),
      { numRuns: 300 },
    )
  })
})
