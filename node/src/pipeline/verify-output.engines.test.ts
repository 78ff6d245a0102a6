import { execFileSync } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chunkAt } from './chunks.ts'
import { EngineFailure } from './failures.ts'
import { siteKeyOf } from './panel-sites.ts'
import { summariseAccuracy } from './accuracy.ts'
import { verifyDosages, verifyTarget, type Expected } from './verify-output.ts'

const SAMPLES = ['S000001', 'S000002', 'S000003']
type Site = readonly [position: number, ref: string, alt: string]
const SITES: readonly Site[] = [
  ...([
    [100, 'A', 'G'],
    [150, 'C', 'T'],
    [150, 'C', 'CA'],
    [200, 'G', 'T'],
  ] as const),
]
/** Enough records that the file has several blocks. */
const MANY = Array.from({ length: 3000 }, (_, i): Site => [1000 + i, 'A', i % 2 ? 'G' : 'C'])
const ALL_SITES = [...SITES, ...MANY]

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-verify-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const GENOTYPES = ['0|0:0:1,0,0:0,0', '0|1:0.998:0.002,0.998,0:0.001,0.997', '1|1:2:0,0,1:1,1']

function record([position, ref, alt]: readonly [number, string, string], genotypes = GENOTYPES) {
  const info = 'AF=0.5;MAF=0.5;AVG_CS=1;R2=0.9;IMPUTED'
  return ['22', position, '.', ref, alt, '.', '.', info, 'GT:DS:GP:HDS', ...genotypes].join('\t')
}

function dosageText(records = ALL_SITES.map((site) => record(site)), samples = SAMPLES): string {
  const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT'
  return ['##fileformat=VCFv4.2', [columns, ...samples].join('\t'), ...records, ''].join('\n')
}

let files = 0
async function bgzipped(text: string): Promise<string> {
  const path = join(dir, `${files++}.vcf.gz`)
  await writeFile(path, execFileSync('bgzip', ['-c'], { input: text }))
  return path
}

const expected = (more: Partial<Expected> = {}): Expected => ({
  contig: '22',
  chunk: chunkAt('22', 0),
  samples: SAMPLES,
  keys: Float64Array.from(ALL_SITES.map((site) => siteKeyOf(...site))).sort(),
  mayLackSites: false,
  ...more,
})

async function refusalOf(path: string, more: Partial<Expected> = {}): Promise<string> {
  const error: unknown = await verifyDosages(path, expected(more)).catch(
    (caught: unknown) => caught,
  )
  if (!(error instanceof EngineFailure)) return 'accepted'
  return error.failure === 'corrupt-output' ? error.message : `wrong class ${error.failure}`
}

/** The whole file with one record of the middle replaced. */
const withRecord = (text: string) =>
  dosageText(ALL_SITES.map((site, index) => (index === 1500 ? text : record(site))))
const MIDDLE = ALL_SITES[1500] ?? ([0, '', ''] as const)
const withGenotype = (genotype: string) =>
  withRecord(record(MIDDLE, [GENOTYPES[0] ?? '', genotype, GENOTYPES[2] ?? '']))

describe('the verification of dosages', () => {
  it('accepts what is whole, and adds up its accuracy', async () => {
    const { accuracy, along } = await verifyDosages(await bgzipped(dosageText()), expected())

    const { imputed, typed, typedOnly } = summariseAccuracy(accuracy)
    expect({ imputed, typed, typedOnly }).toEqual({
      ...{ imputed: ALL_SITES.length, typed: 0, typedOnly: 0 },
    })
    expect(along.variants.reduce((total, count) => total + count, 0)).toBe(ALL_SITES.length)
  })

  it('accepts fewer records where a filter on R2 may have left some out', async () => {
    const path = await bgzipped(dosageText(ALL_SITES.slice(7).map((site) => record(site))))

    expect(await refusalOf(path, { mayLackSites: true })).toBe('accepted')
    expect(await refusalOf(path)).toContain('another number of variants')
  })

  it.each<[string, () => string]>([
    ['NaN as a dosage', () => withGenotype('0|0:nan:1,0,0:0,0')],
    ['-NaN as a dosage', () => withGenotype('0|0:-nan:1,0,0:0,0')],
    ['a dosage above 2', () => withGenotype('1|1:2.001:0,0,1:1,1')],
    ['a dosage of 20', () => withGenotype('1|1:20:0,0,1:1,1')],
    ['a negative dosage', () => withGenotype('0|0:-0.001:1,0,0:0,0')],
    ['infinity as a dosage', () => withGenotype('0|0:inf:1,0,0:0,0')],
    ['a missing dosage', () => withGenotype('0|0:.:1,0,0:0,0')],
    ['an empty dosage', () => withGenotype('0|0::1,0,0:0,0')],
    ['a genotype alone', () => withGenotype('0|0')],
    ['NaN as a probability', () => withGenotype('0|0:0:nan,0,0:0,0')],
    ['NaN as a haplotype dosage', () => withGenotype('0|0:0:1,0,0:nan,0')],
    ['a byte out of place', () => withGenotype('0|0:0:1,0,0:0,\u00000')],
    ['a sample too few in a record', () => withRecord(record(MIDDLE, GENOTYPES.slice(1)))],
    [
      'a sample too many in a record',
      () => withRecord(record(MIDDLE, [...GENOTYPES, '0|0:0:1,0,0:0,0'])),
    ],
    ['a record cut short', () => withRecord(record(MIDDLE).slice(0, 20))],
    ['a record without dosages', () => withRecord(record(MIDDLE).replace('GT:DS', 'GT:XX'))],
    ['another chromosome', () => withRecord(record(MIDDLE).replace(/^22/, '21'))],
    ['a position outside the chunk', () => withRecord(record([20_000_001, 'A', 'G']))],
    ['a site that is not expected', () => withRecord(record([MIDDLE[0], 'A', 'T']))],
    ['a site twice', () => withRecord(record(ALL_SITES[1499] ?? MIDDLE))],
    ['a site less', () => dosageText(ALL_SITES.slice(1).map((site) => record(site)))],
    [
      'a site more',
      () => dosageText([...ALL_SITES, [9000, 'A', 'G'] as const].map((site) => record(site))),
    ],
    ['no site at all', () => dosageText([])],
    ['other samples', () => dosageText(undefined, ['S000001', 'S000002', 'S000009'])],
    ['samples in another order', () => dosageText(undefined, ['S000002', 'S000001', 'S000003'])],
    ['a sample less in the header', () => dosageText(undefined, SAMPLES.slice(1))],
    ['no column line', () => dosageText().replace(/#CHROM.*\n/, '')],
    ['an empty text', () => ''],
    ['an error page', () => '<html><body>502 Bad Gateway</body></html>\n'],
  ])('refuses %s', async (_, text) => {
    expect(await refusalOf(await bgzipped(text()))).toContain('corrupt-output')
  })

  it('refuses a file that is cut, anywhere', async () => {
    const whole = await bgzipped(dosageText())
    const { length } = await readFile(whole)
    const cuts = [0, 10, 28, Math.floor(length / 3), length - 100, length - 28, length - 1]

    const refusals = await Promise.all(
      cuts.map(async (at) => {
        const path = join(dir, `cut-${at}.vcf.gz`)
        await copyFile(whole, path)
        await truncate(path, at)
        return refusalOf(path)
      }),
    )

    expect(refusals.filter((refusal) => !refusal.includes('corrupt-output'))).toEqual([])
  })

  it('refuses a cut that is followed by an end block', async () => {
    const bytes = await readFile(await bgzipped(dosageText()))
    const path = join(dir, 'cut-and-ended.vcf.gz')
    const firstBlock = bytes.readUInt16LE(16) + 1
    await writeFile(path, Buffer.concat([bytes.subarray(0, firstBlock), bytes.subarray(-28)]))

    expect(await refusalOf(path)).toContain('corrupt-output')
  })

  it('refuses a flipped bit', async () => {
    const bytes = await readFile(await bgzipped(dosageText()))
    const middle = Math.floor(bytes.length / 2)
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 4, middle)
    const path = join(dir, 'flipped.vcf.gz')
    await writeFile(path, bytes)

    expect(await refusalOf(path)).toContain('corrupt-output')
  })

  it('refuses a file that is not there, and plain text', async () => {
    const plain = join(dir, 'plain.vcf.gz')
    await writeFile(plain, dosageText())

    expect(await refusalOf(join(dir, 'absent.vcf.gz'))).toContain('corrupt-output')
    expect(await refusalOf(plain)).toContain('corrupt-output')
  })
})

describe('the verification of a phased chunk', () => {
  const phased = (genotypes: readonly string[]) =>
    dosageText([record([100, 'A', 'G'], [...genotypes]).replace('GT:DS:GP:HDS', 'GT')])
  const verify = async (text: string, engine = 'eagle') =>
    verifyTarget(await bgzipped(text), { ...expected(), engine })

  it('gives the keys of what lies inside the chunk', async () => {
    const keys = await verify(phased(['0|1', '1|1', '0|0']))

    expect([...keys]).toEqual([siteKeyOf(100, 'A', 'G')])
  })

  it.each([
    [['0/1', '1|1', '0|0']],
    [['0|1', '.|.', '0|0']],
    [['0|1', '1|.', '0|0']],
    [['0|1', '1', '0|0']],
    [['0|1', '1|1']],
  ])('refuses the genotypes %j from an engine', async (genotypes) => {
    await expect(verify(phased(genotypes))).rejects.toMatchObject({ failure: 'corrupt-output' })
  })

  it('refuses a chunk with nothing inside', async () => {
    await expect(verify(dosageText([]))).rejects.toMatchObject({ failure: 'corrupt-output' })
  })
})
