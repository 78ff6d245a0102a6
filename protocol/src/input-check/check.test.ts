import { describe, expect, it } from 'vitest'
import { createWebCompression } from '../vcf/web-compression.ts'
import { checkInput, type CheckOptions } from './check.ts'
import type { FindingCode } from '../findings.ts'
import { variantHash } from '../variant-sketch.ts'
import { bgzfOf, fileOf, sampleVcf, vcfBytes, vcfText, type SampleVcf } from './sample-vcf.ts'

const inflate = createWebCompression()

async function check(vcf: SampleVcf | string, options: Partial<CheckOptions> = {}) {
  const bytes = await bgzfOf(vcfBytes(vcf))
  const { report, sampleIds } = await checkInput([fileOf('a.vcf.gz', bytes)], {
    inflate,
    build: 'GRCh37',
    ...options,
  })
  return { ...report, sampleIds, codes: report.findings.map(({ code }) => code) }
}

/** A right VCF with one thing changed. */
function changed(change: (vcf: SampleVcf) => void): SampleVcf {
  const vcf = sampleVcf()
  change(vcf)
  return vcf
}

function setColumn(row: number, column: number, value: string): SampleVcf {
  return changed((vcf) => {
    const cells = vcf.rows[row]
    if (cells !== undefined) cells[column] = value
  })
}

function renameSample(id: string): SampleVcf {
  return changed((vcf) => {
    vcf.columns[9] = id
  })
}

function inEveryRow(change: (cells: string[], row: number) => void): SampleVcf {
  return changed((vcf) => {
    vcf.rows.forEach(change)
  })
}

describe('the check of a right file', () => {
  it('accepts it, says nothing and counts what is in it', async () => {
    const result = await check(sampleVcf())

    expect(result.findings).toEqual([])
    expect(result).toMatchObject({ isAcceptable: true, samples: 20, variants: 30 })
    expect(result.files[0]).toMatchObject({
      name: 'a.vcf.gz',
      container: 'bgzf',
      chromosomes: { 22: { records: 30, first: 20_000_000, last: 20_029_000 } },
      phased: 'unphased',
      hasChrPrefix: false,
      build: 'GRCh37',
    })
  })

  it('tells a hash of each row that quality control can look for in a panel', async () => {
    const hashes: number[] = []
    const vcf = changed(({ rows }) => {
      rows[0]?.splice(3, 2, 'A', 'AT')
      rows[1]?.splice(3, 2, 'A', '.')
      rows[2]?.splice(3, 2, 'A', 'C,G')
      rows[3]?.splice(3, 2, 'T', 'G')
    })

    await check(vcf, { onVariant: (hash) => hashes.push(hash) })

    const position = Number(vcf.rows[3]?.[1])
    expect(hashes).toHaveLength(27)
    expect(hashes[0]).toBe(variantHash(22, position, 'T'.charCodeAt(0), 'G'.charCodeAt(0)))
  })

  it('gives the sample ids beside the report and never in it', async () => {
    const vcf = renameSample('CANARY-7')

    const { report, sampleIds } = await checkInput(
      [fileOf('a.vcf.gz', await bgzfOf(vcfBytes(vcf)))],
      { inflate },
    )

    expect(sampleIds[0]).toBe('CANARY-7')
    expect(JSON.stringify(report)).not.toContain('CANARY')
  })

  it('takes several chromosomes of one file apart', async () => {
    const vcf = sampleVcf()
    vcf.rows.push(...sampleVcf({ rows: 5, chromosome: '3' }).rows)

    const result = await check(vcf)

    expect(result.isAcceptable).toBe(true)
    expect(Object.keys(result.files[0]?.chromosomes ?? {}).toSorted()).toEqual(['22', '3'])
  })

  it('knows phased genotypes', async () => {
    const vcf = inEveryRow((cells) => {
      cells.forEach((cell, column) => (cells[column] = cell.replace('/', '|')))
    })

    const result = await check(vcf)

    expect(result.files[0]?.phased).toBe('phased')
  })

  it('reads the same from chunks of any size', async () => {
    const bytes = await bgzfOf(vcfBytes(sampleVcf()))

    const whole = await checkInput([fileOf('a', bytes)], { inflate })
    const pieces = await checkInput([fileOf('a', bytes, 7)], { inflate })

    expect(pieces).toEqual(whole)
  })
})

const REFUSED: readonly [what: string, vcf: SampleVcf | string, code: FindingCode][] = [
  ['no column line', vcfText(sampleVcf()).replace(/^#CHROM.*\n/m, ''), 'header-missing'],
  ['rows only', vcfText(sampleVcf()).replace(/^#.*\n/gm, ''), 'header-missing'],
  ['a byte-order mark', `\uFEFF${vcfText(sampleVcf())}`, 'byte-order-mark'],
  ['old line ends', vcfText(sampleVcf(), '\r'), 'line-ends-cr'],
  ['a space behind a sample id', renameSample('P1 '), 'sample-id-hostile'],
  ['a sample id of 300 characters', renameSample('a'.repeat(300)), 'sample-id-hostile'],
  ['a cut header', '##fileformat=VCFv4.2\n##x', 'header-missing'],
  ['another column line', vcfText(sampleVcf()).replace('\tPOS\t', '\tID\t'), 'column-line-invalid'],
  ['another name for FORMAT', changed((vcf) => (vcf.columns[8] = 'P0')), 'column-line-invalid'],
  ['spaces everywhere', vcfText(sampleVcf()).replaceAll('\t', ' '), 'spaces-not-tabs'],
  ['spaces in a row', `${vcfText(sampleVcf())}22 1 . A G\n`, 'spaces-not-tabs'],
  ['no samples', changed((vcf) => vcf.columns.splice(8)), 'genotypes-missing'],
  ['an empty sample id', renameSample(''), 'sample-id-empty'],
  ['a repeated sample id', renameSample('P2'), 'sample-id-duplicate'],
  ['a formula as sample id', renameSample('=1+1'), 'sample-id-hostile'],
  ['a path as sample id', renameSample('../../x'), 'sample-id-hostile'],
  ['markup as sample id', renameSample('<b>'), 'sample-id-hostile'],
  ['a command as sample id', renameSample('a;rm'), 'sample-id-hostile'],
  ['a quote in a sample id', renameSample('a"b'), 'sample-id-hostile'],
  ['a bell in a sample id', renameSample('a\u0007b'), 'sample-id-hostile'],
  ['turned writing in a sample id', renameSample('a\u202eb'), 'sample-id-hostile'],
  ['a header and no row', sampleVcf({ rows: 0 }), 'records-missing'],
  ['a row too short', changed((vcf) => vcf.rows[3]?.pop()), 'column-count'],
  ['a row too long', changed((vcf) => vcf.rows[3]?.push('0/0')), 'column-count'],
  ['a row of three columns', changed((vcf) => vcf.rows[3]?.splice(3)), 'column-count'],
  ['a header in the body', `${vcfText(sampleVcf())}##x=1\n`, 'header-in-body'],
  ['chromosome X', setColumn(29, 0, 'chrX'), 'chromosome-x-unsupported'],
  ['chromosome 23', setColumn(29, 0, '23'), 'chromosome-x-unsupported'],
  ['chromosome Y', setColumn(29, 0, 'Y'), 'chromosome-y-unsupported'],
  ['mitochondria', setColumn(29, 0, 'chrM'), 'chromosome-mt-unsupported'],
  ['a scaffold', setColumn(29, 0, 'GL000191.1'), 'chromosome-unknown'],
  ['a chromosome in two places', setColumn(15, 0, '21'), 'chromosomes-interleaved'],
  ['a position that goes back', setColumn(15, 1, '19000000'), 'unsorted'],
  ['a position one base back', setColumn(15, 1, '20013999'), 'unsorted'],
  ['a position in letters', setColumn(15, 1, '2e7'), 'position-invalid'],
  ['no position', setColumn(15, 1, ''), 'position-invalid'],
  ['position 0', setColumn(0, 1, '0'), 'position-telomere'],
  ['a position past the end', setColumn(29, 1, '51304567'), 'position-past-end'],
  ['REF equal to ALT', setColumn(4, 4, 'A'), 'alleles-equal'],
  ['REF among several ALT', setColumn(4, 4, 'G,A'), 'alleles-equal'],
  ['no REF', setColumn(4, 3, ''), 'alleles-missing'],
  ['no GT', setColumn(4, 8, 'DS'), 'gt-missing'],
  ['GT after DP', setColumn(4, 8, 'DP:GT'), 'gt-not-first'],
  ['an allele too high', setColumn(4, 12, '0/2'), 'gt-allele-out-of-range'],
  ['an allele without ALT', setColumn(4, 4, '.'), 'gt-allele-out-of-range'],
  ['letters as genotype', setColumn(4, 12, 'A/G'), 'gt-unreadable'],
  ['an empty genotype', setColumn(4, 12, ''), 'gt-unreadable'],
  ['half a genotype', setColumn(4, 12, '0/'), 'gt-unreadable'],
  ['a haploid genotype', setColumn(4, 12, '1'), 'ploidy-haploid'],
  ['three alleles', setColumn(4, 12, '0/1/1'), 'ploidy-polyploid'],
]

describe('the check of a file with one thing wrong', () => {
  it.each(REFUSED)('refuses %s and names it', async (_what, vcf, code) => {
    const result = await check(vcf)

    expect(result.isAcceptable).toBe(false)
    expect(result.codes).toContain(code)
  })

  it('says what, why and how to mend it, with file, line and count', async () => {
    const vcf = changed((part) => {
      for (const row of [4, 9]) part.rows[row]?.splice(12, 1, '0/2')
    })

    const result = await check(vcf)

    expect(result.findings).toEqual([
      {
        code: 'gt-allele-out-of-range',
        severity: 'error',
        seen: 'an allele number above those of the row',
        why: expect.stringContaining('allele') as string,
        fix: expect.any(String) as string,
        told: { key: 'gt-allele-out-of-range', params: {} },
        file: 'a.vcf.gz',
        line: 8,
        count: 2,
      },
    ])
  })

  it('counts haploid samples, not genotypes', async () => {
    const vcf = inEveryRow((cells) => {
      cells[10] = '0'
      cells[15] = '1'
    })

    const result = await check(vcf)

    expect(result.findings[0]).toMatchObject({ code: 'ploidy-haploid', count: 2, line: 4 })
  })

  it('tells all that is wrong at once, errors first', async () => {
    const vcf = changed((part) => {
      part.columns[10] = 'P1'
      part.rows[2]?.splice(4, 1, 'A')
      part.rows[5]?.splice(9, 1, '0/7')
      for (const cells of part.rows) cells[0] = 'chr22'
    })

    const result = await check(vcf)

    expect(result.codes).toEqual([
      'sample-id-duplicate',
      'alleles-equal',
      'gt-allele-out-of-range',
      'chromosome-prefix',
    ])
  })
})

const ACCEPTED: readonly [what: string, vcf: SampleVcf | string, code: FindingCode][] = [
  ['an unknown version', vcfText(sampleVcf()).replace('VCFv4.2', 'VCFv9.9'), 'fileformat-unknown'],
  ['no version', vcfText(sampleVcf()).replace('##fileformat=', '##format='), 'fileformat-missing'],
  ['CRLF', vcfText(sampleVcf(), '\r\n'), 'line-ends-crlf'],
  ['an empty line', `${vcfText(sampleVcf())}\n`, 'lines-empty'],
  ['a chr prefix', inEveryRow((cells) => (cells[0] = 'chr22')), 'chromosome-prefix'],
  ['two rows at a position', setColumn(4, 1, '20003000'), 'positions-duplicate'],
  ['mixed phase', inEveryRow((cells) => (cells[9] = '0|1')), 'phase-mixed'],
]

describe('the check of a file with something worth saying', () => {
  it.each(ACCEPTED)('accepts %s and says so', async (_what, vcf, code) => {
    const result = await check(vcf)

    expect(result.isAcceptable).toBe(true)
    expect(result.codes).toEqual([code])
  })

  it.each([
    ['other FORMAT fields', setColumn(4, 8, 'GT')],
    ['a bare dot for missing', setColumn(4, 12, '.')],
    [
      'two alternates',
      changed((vcf) => vcf.rows[4]?.splice(4, 1, 'G,T') && (vcf.rows[4][12] = '1/2')),
    ],
    ['ids with dots and hyphens', renameSample('NA-12.878_a')],
  ])('accepts %s silently', async (_what, vcf) => {
    const result = await check(vcf)

    expect(result.findings).toEqual([])
  })

  it('reads GT before other FORMAT fields', async () => {
    const vcf = inEveryRow((cells) => {
      cells.forEach((cell, column) => {
        if (column > 8) cells[column] = `${cell}:12:0,12`
      })
      cells[8] = 'GT:DP:AD'
    })

    const result = await check(vcf)

    expect(result.findings).toEqual([])
    expect(result.variants).toBe(30)
  })
})

describe('the build', () => {
  it('is refused when positions are past the end of the declared one only', async () => {
    const vcf = setColumn(29, 1, '51000000')

    const result = await check(vcf, { build: 'GRCh38' })

    expect(result.codes).toEqual(['build-mismatch'])
    expect(result.files[0]?.build).toBe('GRCh37')
  })

  it('is refused when positions lie where the declared one has no sequence', async () => {
    const vcf = setColumn(0, 1, '12000000')
    vcf.header.splice(1)

    const result = await check(vcf)

    expect(result.codes).toEqual(['build-mismatch'])
    expect(result.files[0]?.build).toBe('GRCh38')
  })

  it('is unknown when positions fit both and the header says nothing', async () => {
    const vcf = changed((part) => part.header.splice(1))

    const result = await check(vcf)

    expect(result.files[0]?.build).toBe('unknown')
    expect(result.isAcceptable).toBe(true)
  })
})
