import { describe, expect, it } from 'vitest'
import { commandOf } from './finding-command.ts'

describe('the command of a fix', () => {
  it.each([
    [
      'Sort it: `bcftools sort in.vcf.gz -Oz -o out.vcf.gz`.',
      'bcftools sort in.vcf.gz -Oz -o out.vcf.gz',
    ],
    ['Set `##contig` in the header.', undefined],
    ['Ask the administrator.', undefined],
  ])('%s', (fix, command) => {
    expect(commandOf(fix)).toBe(command)
  })
})
