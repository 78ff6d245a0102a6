import { describe, expect, it } from 'vitest'
import { chromosomeOf, detectBuild } from './genome.ts'

describe('a contig name', () => {
  it.each([
    ['22', { name: '22', kind: 'autosome', number: 22, hasPrefix: false }],
    ['chr1', { name: '1', kind: 'autosome', number: 1, hasPrefix: true }],
    ['CHR9', { name: '9', kind: 'autosome', number: 9, hasPrefix: true }],
    ['chrX', { name: 'X', kind: 'X', number: 0, hasPrefix: true }],
    ['23', { name: 'X', kind: 'X', number: 0, hasPrefix: false }],
    ['chrM', { name: 'MT', kind: 'MT', number: 0, hasPrefix: true }],
    ['0', { name: '0', kind: 'other', number: 0, hasPrefix: false }],
    ['01', { name: '01', kind: 'other', number: 0, hasPrefix: false }],
    ['27', { name: '27', kind: 'other', number: 0, hasPrefix: false }],
    ['constructor', { name: 'constructor', kind: 'other', number: 0, hasPrefix: false }],
  ])('%s is read', (contig, expected) => {
    const chromosome = chromosomeOf(contig)

    expect(chromosome).toEqual(expected)
  })
})

describe('the detected build', () => {
  it.each([
    [1, 'GRCh37'],
    [30, 'GRCh38'],
  ])("with %i of 10,000 rows that the header's build cannot have is %s", (rows, build) => {
    const detected = detectBuild({
      contigLengths: new Map([[20, 63_025_520]]),
      impossible: { GRCh37: rows, GRCh38: 0 },
      records: 10_000,
    })

    expect(detected.build).toBe(build)
  })

  const none = { GRCh37: 0, GRCh38: 0 }

  it.each([
    ['the header', new Map([[22, 50_818_468]]), none, { build: 'GRCh38', by: 'header' }],
    [
      'positions, against the header',
      new Map([[20, 63_025_520]]),
      { GRCh37: 3, GRCh38: 0 },
      { build: 'GRCh38', by: 'positions' },
    ],
    [
      'the header when positions are wrong in both',
      new Map([[22, 51_304_566]]),
      { GRCh37: 1, GRCh38: 1 },
      { build: 'GRCh37', by: 'header' },
    ],
    ['nothing', new Map<number, number>(), none, { build: 'unknown', by: 'nothing' }],
  ])('comes from %s', (_what, contigLengths, impossible, expected) => {
    const detected = detectBuild({ contigLengths, impossible })

    expect(detected).toEqual(expected)
  })
})
