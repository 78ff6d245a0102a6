import { FINDINGS } from '@crosspanel/protocol/input-check/findings'
import { describe, expect, it } from 'vitest'
import { afterLook, afterWholeCheck, splitFix } from './picking.ts'

const REPORT = { findings: [], isAcceptable: true, samples: 1, variants: 2 }

describe('a remedy', () => {
  it('is a sentence and the command in it', () => {
    expect(splitFix(FINDINGS['container-bcf'].fix)).toEqual({
      text: 'Nothing to do. To do it yourself:',
      command: 'bcftools view -Oz -o output.vcf.gz input.bcf',
    })
    expect(splitFix('Sort it: bcftools sort a.vcf (slow)')).toEqual({
      text: 'Sort it: (slow)',
      command: 'bcftools sort a.vcf',
    })
    expect(splitFix('Choose another panel.')).toEqual({ text: 'Choose another panel.' })
  })

  it('of every finding that names a program has its command', () => {
    const remedies = Object.values(FINDINGS).map(({ fix }) => fix)
    const withProgram = remedies.filter((fix) =>
      /(bcftools (view|norm|annotate|sort)|bgzip \w)/.test(fix),
    )

    expect(withProgram.length).toBeGreaterThan(5)
    expect(withProgram.filter((fix) => splitFix(fix).command === undefined)).toEqual([])
  })
})

describe('a draft', () => {
  it('forgets earlier uploads when other files are chosen', () => {
    const identity = { name: 'a', size: 1, lastModified: 2, headSha256: 'x' }
    const look = { files: [identity], report: { ...REPORT, files: [] }, chromosomes: ['20'] }

    expect(afterLook({ ...look, bytesRead: 1 })).toMatchObject({
      files: [{ identity, fileId: undefined, isComplete: false }],
      ...{ chromosomes: ['20'], isWhole: false },
    })
  })

  it('knows the chromosomes of all files once all was read, in their order', () => {
    const row = { records: 1, first: 1, last: 1 }
    const files = [{ chromosomes: { 10: row } }, { chromosomes: { 9: row, 22: row } }]

    const { chromosomes } = afterWholeCheck({ ...REPORT, files } as never)

    expect(chromosomes).toEqual(['9', '10', '22'])
  })
})
