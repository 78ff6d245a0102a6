import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureAccuracy } from './accuracy.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-accuracy-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const DEFINITIONS = [
  '##fileformat=VCFv4.2',
  '##contig=<ID=20>',
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
  '##FORMAT=<ID=DS,Number=1,Type=Float,Description="Dosage">',
]
const AF = '##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">'

/** Writes a VCF; a record is `position info format value...`. */
async function vcf(
  name: string,
  records: readonly string[],
  { people = 4, definitions = DEFINITIONS } = {},
): Promise<string> {
  const names = Array.from({ length: people }, (_, i) => `p${i}`)
  const columns = [
    '#CHROM',
    'POS',
    'ID',
    'REF',
    'ALT',
    'QUAL',
    'FILTER',
    'INFO',
    'FORMAT',
    ...names,
  ]
  const rows = records.map((record) => {
    const [position, info, format, ...values] = record.split(' ')
    return ['20', position, '.', 'A', 'C', '.', '.', info, format, ...values].join('\t')
  })
  const path = join(dir, name)
  await writeFile(path, `${[...definitions, columns.join('\t'), ...rows].join('\n')}\n`)
  return path
}

const COMMON = [{ from: 0.05, to: 0.5 }]

describe('aggregated r2', () => {
  it('is the squared correlation over all genotypes of a class', async () => {
    const truth = await vcf('truth', ['1 . GT 0|0 0|1 1|1 0|0', '2 . GT 0|1 0|1 0|0 0|0'])
    const dose = await vcf('dose', ['1 . DS 0 1 2 1', '2 . DS 1 0 0 0'])
    const typed = await vcf('typed', [])

    const { classes, people, frequencyFrom } = await measureAccuracy({
      ...{ dose, truth, typed, classes: COMMON },
    })

    // x = 0 1 2 0 1 1 0 0 and y = 0 1 2 1 1 0 0 0: n = 8, both sums 5, both squares 7, product 6.
    expect(classes).toEqual([
      { from: 0.05, to: 0.5, sites: 2, absentSites: 0, r2: (48 - 25) ** 2 / (56 - 25) ** 2 },
    ])
    expect([people, frequencyFrom]).toEqual([4, 'truth genotypes'])
  })

  it('is 1 for dosages that are the truth', async () => {
    const truth = await vcf('truth', ['1 . GT 0|0 0|1 1|1 1|0'])
    const dose = await vcf('dose', ['1 . DS 0 1 2 1'])
    const typed = await vcf('typed', [])

    const { classes } = await measureAccuracy({ dose, truth, typed, classes: COMMON })

    expect(classes[0]?.r2).toBe(1)
  })

  it('is over imputed sites alone: typed ones are left out, absent ones are counted', async () => {
    const records = ['1 . GT 0|0 0|1 1|1 1|0', '2 . GT 0|1 0|1 0|0 0|0', '3 . GT 0|1 0|0 0|0 0|0']
    const truth = await vcf('truth', records)
    const dose = await vcf('dose', ['1 . DS 0 1 2 1', '2 . DS 0 0 0 0', '9 . DS 1 1 1 1'])
    const typed = await vcf('typed', ['2 . GT 0/1 0/1 0/0 0/0'])

    const { classes } = await measureAccuracy({ dose, truth, typed, classes: COMMON })

    expect(classes).toEqual([{ from: 0.05, to: 0.5, sites: 1, absentSites: 1, r2: 1 }])
  })

  it("takes the class from the truth's INFO/AF where it has one", async () => {
    const records = ['1 AF=0.008 GT 0|0 0|1 1|1 1|0', '2 AF=0.97 GT 0|1 0|0 0|0 0|0']
    const truth = await vcf('truth', records, { definitions: [...DEFINITIONS, AF] })
    const dose = await vcf('dose', ['1 . DS 0 1 2 1', '2 . DS 1 0 0 0'])
    const typed = await vcf('typed', [])

    const { classes, frequencyFrom } = await measureAccuracy({ dose, truth, typed })

    expect(frequencyFrom).toBe('truth INFO/AF')
    expect(classes.map(({ sites }) => sites)).toEqual([1, 1, 0])
  })

  it('is none where nothing varies', async () => {
    const truth = await vcf('truth', ['1 . GT 0|0 0|1 1|1 1|0'])
    const dose = await vcf('dose', ['1 . DS 1 1 1 1'])
    const typed = await vcf('typed', [])

    const { classes } = await measureAccuracy({ dose, truth, typed, classes: COMMON })

    expect(classes[0]?.r2).toBeNull()
  })

  it.each([
    ['other people', '1 . GT 0|0 0|1 1|1 1|0 0|0', 5, '1 . DS 0 1 2 1'],
    ['a missing true genotype', '1 . GT 0|0 0|1 1|1 .|.', 4, '1 . DS 0 1 2 1'],
    ['a missing dosage', '1 . GT 0|0 0|1 1|1 1|0', 4, '1 . DS 0 1 2 .'],
    ['a dosage over 2', '1 . GT 0|0 0|1 1|1 1|0', 4, '1 . DS 0 1 2 2.5'],
  ])('is refused with %s', async (_name, record, people, imputed) => {
    const truth = await vcf('truth', [record], { people })
    const dose = await vcf('dose', [imputed])
    const typed = await vcf('typed', [])

    await expect(measureAccuracy({ dose, truth, typed, classes: COMMON })).rejects.toThrow()
  })
})
