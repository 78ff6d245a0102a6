import { describe, expect, it } from 'vitest'
import { findWrongDosage } from './dosage-scanner.ts'

function check(genotypes: string, samples: number, dosageIndex = 1): string | undefined {
  const bytes = Buffer.from(genotypes)
  return findWrongDosage(bytes, 0, bytes.length, { samples, dosageIndex })
}

describe('the scan of one record of dosages', () => {
  it.each([
    '0|0:0:1,0,0:0,0',
    '1|1:2:0,0,1:1,1',
    '1|1:2.000:0,0,1:1,1',
    '0|1:1.999:0.001,0.9,0.1:0.999,1',
    '0|0:8.3e-05:0.999917,8.3e-05,0:8.3e-05,0',
  ])('lets %s through', (genotype) => {
    const wrong = check(`${genotype}\t${genotype}`, 2)

    expect(wrong).toBeUndefined()
  })

  it.each(['2.001', '3', '12', '-0.5', 'nan', 'NaN', 'inf', '.', '', '1e+05', '0.5x'])(
    'finds the dosage "%s"',
    (dosage) => {
      const wrong = check(`0|0:0:1,0,0:0,0\t0|0:${dosage}:1,0,0:0,0`, 2)

      expect(wrong).toBe('a dosage outside 0 to 2')
    },
  )

  it('finds a NaN in another field than the dosage', () => {
    const before = check('0|0:nan,0:0', 1, 2)
    const after = check('0|0:0:nan,0,0', 1)

    expect([before, after]).toEqual(['a genotype without a dosage', 'a value that is no number'])
  })

  it('finds a genotype too few, too many, or without a dosage', () => {
    const one = '0|0:0:1,0,0:0,0'

    expect(check(one, 2)).toBe('another number of genotypes than samples')
    expect(check(`${one}\t${one}\t${one}`, 2)).toBe('another number of genotypes than samples')
    expect(check('0|0', 1)).toBe('a genotype without a dosage')
  })
})
