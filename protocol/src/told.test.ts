import { describe, expect, it } from 'vitest'
import { findingOf } from './findings.ts'
import { ReportedFinding } from './job.ts'

describe('what a text of a peer is made of', () => {
  it('comes with it', () => {
    const finding = findingOf('ploidy-haploid', { params: { haploid: 2, samples: 20 } })

    expect(ReportedFinding.parse(finding)).toEqual(finding)
    expect(finding.seen).toBe('2 of 20 samples with single alleles')
  })

  it.each([['words'], [{ key: 'x' }], [{ key: 'x', params: { list: ['a'] } }], [null]])(
    'is left out where another release makes it as %j, and the text stays',
    (told) => {
      const finding = findingOf('file-empty.text')

      expect(ReportedFinding.parse({ ...finding, told })).toEqual({ ...finding, told: undefined })
    },
  )
})
