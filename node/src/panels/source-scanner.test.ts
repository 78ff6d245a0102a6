import { variantHash } from '@crosspanel/protocol/variant-sketch'
import { describe, expect, it } from 'vitest'
import { indexPopulations, parsePopulationTable } from './populations.ts'
import { refuseFaults } from './source-faults.ts'
import { createSourceScanner } from './source-scanner.ts'

const POPULATIONS = indexPopulations(['a', 'b'], parsePopulationTable('a X\nb Y'))

/** Scans the lines, given with spaces for tabs, in pieces of `pieceBytes`. */
function scan(lines: readonly string[], pieceBytes = 1 << 16) {
  const sites: string[] = []
  const hashes: number[] = []
  const scanner = createSourceScanner({
    samples: 2,
    build: 'GRCh37',
    populations: POPULATIONS,
    onSite: (chromosome, line) => sites.push(`${chromosome}>${line}`),
    onHash: (hash) => hashes.push(hash),
  })
  const bytes = Buffer.from(lines.map((line) => `${line.replaceAll(' ', '\t')}\n`).join(''))
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    scanner.write(bytes.subarray(at, at + pieceBytes))
  }
  return { ...scanner, sites, hashes }
}

describe('scanning phased genotypes', () => {
  it.each([1, 7, 1 << 16])(
    'writes a line of the sites file for each record, read %i bytes at a time',
    (piece) => {
      const { sites, faults } = scan(['20 100 rs1 A C 0|1 1|1', '20 101 . A AT 0|0 0|1'], piece)

      expect(faults.size).toBe(0)
      expect(sites).toEqual([
        '20>rs1\t20\t100\tA\tC\t0.5000\t1.0000\t0.7500\t0.5000\t0.0000\t0.2500\n',
        '20>.\t20\t101\tA\tAT\t0.0000\t0.5000\t0.2500\t0.0000\t0.5000\t0.2500\n',
      ])
    },
  )

  it('hashes what a sketch may have: good records of single bases', () => {
    const { hashes } = scan([
      'chr20 100 rs1 A C 0|1 1|1',
      'chr20 101 . A AT 0|0 0|1',
      'chr20 102 . G T 0/1 0|1',
      'chr20 103 . T G 0|0 0|1',
    ])

    const code = (base: string) => base.charCodeAt(0)
    expect(hashes).toEqual([
      variantHash(20, 100, code('A'), code('C')),
      variantHash(20, 103, code('T'), code('G')),
    ])
  })

  it('tells the range of each chromosome and takes the prefix off', () => {
    const { chromosomes } = scan([
      'chr1 5 . A C 0|0 0|1',
      'chr1 9 . A C 0|0 0|1',
      'chr2 3 . A C 0|0 0|1',
    ])

    expect([...chromosomes.values()]).toEqual([
      { chromosome: '1', contig: 'chr1', start: 5, end: 9, variants: 2 },
      { chromosome: '2', contig: 'chr2', start: 3, end: 3, variants: 1 },
    ])
  })

  it.each([
    ['unphased', ['20 100 . A C 0|1 0/1']],
    ['missing', ['20 100 . A C 0|1 .|1']],
    ['missing', ['20 100 . A C 0|1 .']],
    ['ploidy', ['20 100 . A C 0|1 1']],
    ['ploidy', ['20 100 . A C 0|1 0|1|1']],
    ['multiallelic', ['20 100 . A C,G 0|1 1|2']],
    ['alleles', ['20 100 . A <DEL> 0|1 0|1']],
    ['alleles', ['20 100 . A * 0|1 0|1']],
    ['duplicate', ['20 100 . A C 0|1 0|1', '20 100 . A G 0|1 0|1', '20 100 . A C 0|1 0|1']],
    ['unsorted', ['20 100 . A C 0|1 0|1', '20 99 . A C 0|1 0|1']],
    ['unsorted', ['1 5 . A C 0|1 0|1', '2 5 . A C 0|1 0|1', '1 6 . A C 0|1 0|1']],
    ['chromosome', ['X 100 . A C 0|1 0|1']],
    ['chromosome', ['GL000229.1 100 . A C 0|1 0|1']],
    ['past-end', ['20 63025521 . A C 0|1 0|1']],
  ] as const)('finds the fault %s', (fault, lines) => {
    const { faults } = scan(lines)

    expect([...faults.keys()]).toEqual([fault])
  })

  it('takes two sites with other alleles at one position', () => {
    const { faults, sites } = scan(['20 100 . A C 0|1 0|0', '20 100 . A G 0|0 0|1'])

    expect(faults.size).toBe(0)
    expect(sites).toHaveLength(2)
  })

  it('refuses all faults together, each with its count, its first place and what mends it', () => {
    const { faults } = scan([
      '20 100 . A C 0|1 0/1',
      '20 101 . A C 0/1 0/1',
      '20 102 . A C,G 0|1 0|2',
    ])

    expect(() => refuseFaults('p.vcf.gz', faults)).toThrow(
      expect.objectContaining({
        code: 'panel-source-refused',
        errors: [
          expect.objectContaining({
            detail: '2 × genotypes that are not phased, the first at 20:100',
          }),
          expect.objectContaining({
            detail: '1 × sites with more than two alleles, the first at 20:102',
            fix: expect.stringContaining('bcftools norm -m -any p.vcf.gz') as string,
            told: {
              key: 'source-multiallelic',
              params: { file: 'p.vcf.gz', count: 1, first: '20:102' },
            },
          }),
        ],
      }),
    )
  })
})
