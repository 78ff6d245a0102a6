import { describe, expect, it } from 'vitest'
import { createWebCompression } from '../vcf/web-compression.ts'
import { checkInput, type CheckOptions } from './check.ts'
import { bgzfOf, fileOf, sampleVcf, vcfBytes, type SampleVcf } from './sample-vcf.ts'

const inflate = createWebCompression()

async function check(vcfs: readonly SampleVcf[], options: Partial<CheckOptions> = {}) {
  const files = await Promise.all(
    vcfs.map(async (vcf, index) => fileOf(`${index + 1}.vcf.gz`, await bgzfOf(vcfBytes(vcf)))),
  )
  const { report } = await checkInput(files, { inflate, ...options })
  return report
}

describe('several files of a job', () => {
  it('are accepted with the same samples and other chromosomes', async () => {
    const report = await check([sampleVcf(), sampleVcf({ chromosome: '3', rows: 12 })])

    expect(report).toMatchObject({ isAcceptable: true, samples: 20, variants: 42, findings: [] })
    expect(report.files[0]?.sampleIdsDigest).toBe(report.files[1]?.sampleIdsDigest)
  })

  it('are refused with the same chromosome in two', async () => {
    const report = await check([sampleVcf(), sampleVcf()])

    expect(report.findings).toMatchObject([
      { code: 'chromosome-in-two-files', file: '2.vcf.gz', severity: 'error' },
    ])
  })

  it('are refused with other samples, which are counted and not named', async () => {
    const other = sampleVcf({ chromosome: '3' })
    other.columns[9] = 'CANARY-7'

    const report = await check([sampleVcf(), other])

    expect(report.findings).toMatchObject([{ code: 'samples-differ', file: '2.vcf.gz' }])
    expect(report.findings[0]?.seen).toBe('1 sample of the first file missing, 1 added')
    expect(JSON.stringify(report)).not.toContain('CANARY')
  })

  it.each([
    [19, '1 sample of the first file missing, 0 added'],
    [21, '0 samples of the first file missing, 1 added'],
  ])('are refused when the second has %i of 20 samples', async (samples, seen) => {
    const report = await check([sampleVcf(), sampleVcf({ chromosome: '3', samples })])

    expect(report.findings).toMatchObject([{ code: 'samples-differ', seen }])
  })

  it('are refused with the samples in another order', async () => {
    const other = sampleVcf({ chromosome: '3' })
    other.columns.splice(9, 2, 'P2', 'P1')

    const report = await check([sampleVcf(), other])

    expect(report.findings).toMatchObject([{ code: 'sample-order-differs', file: '2.vcf.gz' }])
  })
})

describe('the number of samples', () => {
  it.each([
    [19, ['samples-too-few']],
    [20, []],
    [30, []],
    [31, ['samples-too-many']],
  ])('of %i is judged by the policy of the panel', async (samples, codes) => {
    const report = await check([sampleVcf({ samples })], {
      policy: { minSamples: 20, maxSamples: 30 },
    })

    expect(report.findings.map(({ code }) => code)).toEqual(codes)
  })
})

describe('no file at all', () => {
  it('is not acceptable', async () => {
    const report = await check([])

    expect(report.isAcceptable).toBe(false)
  })
})
