import { FINDINGS } from '@crosspanel/protocol/findings'
import { describe, expect, it } from 'vitest'
import { splitFix } from './finding-fix.ts'

describe('a remedy', () => {
  it('is a sentence and the command in it', () => {
    expect(splitFix(FINDINGS['container-bcf'].fix)).toEqual({
      text: 'Nothing to do. To do it yourself:',
      command: 'bcftools view -Oz -o output.vcf.gz input.bcf',
    })
    expect(splitFix('Sort it: bcftools sort a.vcf (slow)')).toEqual({
      text: 'Sort it (slow):',
      command: 'bcftools sort a.vcf',
    })
    expect(splitFix('Sort it: `bcftools sort in.vcf -o out.vcf`.')).toEqual({
      text: 'Sort it:',
      command: 'bcftools sort in.vcf -o out.vcf',
    })
    const reorder = 'reorder them with `bcftools view -S`'
    expect(splitFix(reorder)).toEqual({ text: reorder, command: 'bcftools view -S' })
    expect(splitFix('Set `##contig` in the header.').command).toBeUndefined()
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
