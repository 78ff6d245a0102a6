import { describe, expect, it } from 'vitest'
import { createSiteScanner, MalformedRecord } from './site-scanner.ts'

function scan(genotypes: readonly string[], format = 'GT', samples = genotypes.length) {
  const line = `22\t100\trs1\tA\tG\t.\tPASS\t.\t${format}\t${genotypes.join('\t')}`
  const bytes = Buffer.from(`${line}\n`)
  const scanner = createSiteScanner(samples)
  const site = scanner.scanFixed(bytes, 0, bytes.length - 1)
  scanner.scanGenotypes(bytes, bytes.length - 1)
  return site
}

describe('the scan of one record', () => {
  it('reads the fixed columns', () => {
    const site = scan(['0/1'])

    expect(site).toMatchObject({
      chromosome: '22',
      position: 100,
      id: 'rs1',
      ref: 'A',
      alt: 'G',
      filter: 'PASS',
    })
  })

  it.each(['GT', 'GT:DP'])('counts genotypes the same with FORMAT %s', (format) => {
    const genotypes = ['0/0', '0/1', '1|0', '1/1', './.', '0|0', './1']
    const written = format === 'GT' ? genotypes : genotypes.map((genotype) => `${genotype}:7`)

    const site = scan(written, format)

    expect(site).toMatchObject({ homRefCount: 2, hetCount: 2, homAltCount: 2, noCallCount: 1 })
    expect([...site.isCalled]).toEqual([1, 1, 1, 1, 0, 1, 1])
    expect(Buffer.from(site.genotypes).toString()).toBe(genotypes.join('\t'))
  })

  it('finds GT where it is not the first field', () => {
    const site = scan(['7:0|1', '9:1|1'], 'DP:GT')

    expect(site).toMatchObject({ hetCount: 1, homAltCount: 1, hasUnphased: false })
  })

  it('tells phased from unphased, and does not ask it of a missing genotype', () => {
    expect(scan(['0|1', './.']).hasUnphased).toBe(false)
    expect(scan(['0|1', '0/0']).hasUnphased).toBe(true)
  })

  it('tells missing alleles and haploid genotypes', () => {
    expect(scan(['0|1', '0|.'])).toMatchObject({ hasMissing: true, hasHaploid: false })
    expect(scan(['0|1', '1'])).toMatchObject({ hasMissing: false, hasHaploid: true })
  })

  it.each([[['0/2']], [['0:1']], [['0/10']], [['0/1/1']], [['']], [['0/1', '']]])(
    'refuses the genotypes %j',
    (genotypes) => {
      expect(() => scan(genotypes)).toThrow(MalformedRecord)
    },
  )

  it('refuses a genotype too few or too many', () => {
    expect(() => scan(['0/1', '0/1'], 'GT', 3)).toThrow('fewer genotypes')
    expect(() => scan(['0/1', '0/1'], 'GT', 1)).toThrow('more genotypes')
  })

  it('refuses a record without GT, without ten columns, or without a position', () => {
    const scanner = createSiteScanner(1)
    const line = Buffer.from('22\tx\trs1\tA\tG\t.\t.\t.\tGT\t0/1')
    const short = Buffer.from('22\t1\trs1\tA\tG\t.\t.\t.\tGT')

    expect(() => scan(['0.1'], 'DS')).toThrow('no GT')
    expect(() => scanner.scanFixed(line, 0, line.length)).toThrow('no position')
    expect(() => scanner.scanFixed(short, 0, short.length)).toThrow('fewer than ten columns')
  })
})
