import { RunParameters } from '@crosspanel/protocol/job'
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectEngines, type Engines } from './engines.ts'
import type { PanelFiles, PipelineJob } from './job.ts'
import { controlQuality } from './quality-control.ts'

let dir: string
let engines: Engines
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-qc-'))
  engines = await detectEngines()
})
afterAll(() => rm(dir, { recursive: true, force: true }))

type Site = readonly [position: number, ref: string, alt: string, ...more: string[]]

async function panelOf(
  sites: readonly Site[],
  more: Partial<PanelFiles> = {},
): Promise<PanelFiles> {
  const path = join(await mkdtemp(join(dir, 'panel-')), 'sites.gz')
  const rows = sites.map(([position, ref, alt]) => `.\tchr7\t${position}\t${ref}\t${alt}\t0.5\t0.5`)
  const text = ['ID\tCHROM\tPOS\tREF\tALT\tAAF_EUR\tMAF_EUR', ...rows, ''].join('\n')
  await writeFile(path, execFileSync('bgzip', ['-c'], { input: text }))
  execFileSync('tabix', ['-s2', '-b3', '-e3', '-S1', path])
  return {
    ...{ panelId: 'site:test/panel', build: 'GRCh38', digest: 'a'.repeat(64), samples: 10 },
    populations: [{ code: 'EUR', samples: 10 }],
    chromosomes: [
      {
        ...{ chromosome: '7', start: 1, end: 150_000_000, variants: sites.length },
        ...{ msav: '', bcf: '', sites: path, eagleMap: null, shapeitMap: null, minimacMap: null },
      },
    ],
    phasingEngines: [],
    policy: { minSamples: 1, maxSamples: 100, maxAlleleSwitches: 100 },
    ...more,
  }
}

const SAMPLES = Array.from({ length: 10 }, (_, index) => `S00000${index}`)
const DEFAULT_GENOTYPES = '0/1\t0/0\t0/0\t0/0\t0/0\t0/0\t0/0\t0/0\t0/0\t0/1'

function record([
  position,
  ref,
  alt,
  genotypes = DEFAULT_GENOTYPES,
  filter = 'PASS',
]: Site): string {
  return `7\t${position}\trs${position}\t${ref}\t${alt}\t.\t${filter}\t.\tGT\t${genotypes}`
}

async function control(
  records: readonly (Site | string)[],
  panel: PanelFiles,
  population?: string,
) {
  const workDir = await mkdtemp(join(dir, 'run-'))
  const input = join(workDir, 'input.vcf.gz')
  const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT'
  const text = [
    '##fileformat=VCFv4.2',
    [columns, ...SAMPLES].join('\t'),
    ...records.map((row) => (typeof row === 'string' ? row : record(row))),
    '',
  ]
  await writeFile(input, execFileSync('bgzip', ['-c'], { input: text.join('\n') }))
  const dirs = { chunkDir: join(workDir, 'targets'), statisticsDir: join(workDir, 'statistics') }
  for (const path of Object.values(dirs)) await mkdir(path)
  const parameters = RunParameters.parse({ build: 'GRCh38', ...(population ? { population } : {}) })
  const job: PipelineJob = { inputs: [input], panel, parameters, workDir, outDir: workDir }
  const result = await controlQuality(job, { engines, signal: new AbortController().signal }, dirs)
  const table = (name: string) =>
    readFile(join(dirs.statisticsDir, name), 'utf8').then((file) =>
      file
        .trimEnd()
        .split('\n')
        .map((row) => row.split('\t')),
    )
  return { ...result, table, statistics: await readdir(dirs.statisticsDir) }
}

const positionsIn = (path: string) =>
  execFileSync('bcftools', ['query', '-f', '%CHROM:%POS ', path]).toString().trim().split(' ')

const genotypes = (one: string) => SAMPLES.map(() => one).join('\t')

describe('quality control', () => {
  it('files each variant under the first rule that it meets', async () => {
    const panel = await panelOf([
      ...([
        [700, 'A', 'G'],
        [800, 'A', 'G'],
        [900, 'A', 'T'],
        [1000, 'A', 'G'],
      ] as const),
      ...([
        [1100, 'A', 'G'],
        [1200, 'A', 'G'],
        [1300, 'A', 'G'],
        [1400, 'A', 'G'],
      ] as const),
      ...([
        [1500, 'A', 'C'],
        [1500, 'A', 'G'],
        [1600, 'AT', 'A'],
      ] as const),
    ])
    const missing = '0/1\t./.\t./.\t0/0\t0/0\t0/0\t0/0\t0/0\t0/0\t0/0'

    const { counts, table } = await control(
      [
        [100, 'A', 'G,T'],
        [200, 'AT', 'A'],
        [250, 'N', 'A'],
        [300, 'A', 'G', DEFAULT_GENOTYPES, 'q10;DUP'],
        [400, 'A', 'G', DEFAULT_GENOTYPES, 'LowQual'],
        [500, 'A', 'G', genotypes('0/0')],
        [550, 'A', 'G', '0/0\t./.\t' + genotypes('0/0').slice(8)],
        [600, 'A', 'G'],
        [700, 'A', 'G', genotypes('1/1')],
        [700, 'A', 'C'],
        [800, 'A', 'G'],
        [900, 'T', 'A'],
        [1000, 'G', 'A'],
        [1100, 'T', 'C'],
        [1200, 'C', 'T'],
        [1300, 'A', 'C'],
        [1400, 'A', 'G', missing],
        [1500, 'A', 'G'],
        [1600, 'A', 'G'],
      ],
      panel,
    )

    expect(counts).toEqual({
      ...{ records: 19, outsidePanelRange: 0, multiallelic: 1, invalidAlleles: 2, indels: 0 },
      ...{ duplicates: 2, filterFlag: 1, alternateAlleleOverHalf: 1, monomorphic: 2 },
      ...{ typedOnly: 1, inPanel: 10, match: 4, palindromic: 1, alleleSwitch: 1, strandFlip: 1 },
      ...{ strandFlipAndAlleleSwitch: 1, alleleMismatch: 2, lowCallRate: 1 },
      ...{ excluded: 14, remaining: 4 },
    })
    const rows = await table('snps-excluded.txt')
    expect(rows.map((row) => `${row[2]} ${row[5]}`)).toEqual([
      'POS INFO',
      '100 Multiallelic Site',
      '200 Invalid Alleles',
      '250 Invalid Alleles',
      '300 Filter Duplicate',
      '400 Filter Other',
      '500 Monomorphic',
      '550 Monomorphic',
      '700 Duplicate',
      '1000 Allele switch. Reference Panel: A/G',
      '1100 Strand flip. Reference Panel: A/G',
      '1200 Strand flip and Allele switch. Reference Panel: A/G',
      '1300 Allele mismatch. Reference Panel: A/G',
      '1400 Low call rate. Value: 0.8',
      '1600 Allele mismatch. Reference Panel: A/A',
    ])
    expect(await table('snps-typed-only.txt')).toEqual([
      ['ID', 'CHROM', 'POS', 'REF', 'ALT'],
      ['rs600', '7', '600', 'A', 'G'],
    ])
  })

  it('writes each chunk with its windows, and typed-only variants into their own chunk alone', async () => {
    const positions = [10, 20, 30, 14_999_999, 15_000_001, 20_000_000, 20_000_001, 20_000_002]
    const more = [25_000_000, 25_000_001]
    const inPanel = [...positions, ...more].map((position) => [position, 'A', 'G'] as const)
    const typedOnly = [19_000_000, 21_000_000].map((position) => [position, 'C', 'T'] as const)
    const records = [...inPanel, ...typedOnly].toSorted(([a], [b]) => a - b)

    const { chunks, counts } = await control(records, await panelOf(inPanel))

    const [first, second] = chunks
    expect(chunks.map(({ summary }) => [summary.start, summary.end, summary.variants])).toEqual([
      [1, 20_000_000, 6],
      [20_000_001, 40_000_000, 4],
    ])
    expect(positionsIn(first?.target ?? '')).toEqual(
      [...positions.slice(0, 5), 19_000_000, ...positions.slice(5), 25_000_000].map(onContig),
    )
    expect(positionsIn(second?.target ?? '')).toEqual(
      [15_000_001, 20_000_000, 20_000_001, 20_000_002, 21_000_000, ...more].map(onContig),
    )
    expect(counts).toMatchObject({ inPanel: 10, typedOnly: 2, remaining: 10 })
  })

  it('excludes a chunk for what it lacks, and says so', async () => {
    const near = (base: number): Site[] => [1, 2, 3, 4].map((add) => [base + add, 'A', 'G'])
    const silent = `./.\t${genotypes('0/1').slice(4)}`
    const [low, few] = [near(0), near(40_000_000).slice(2)]
    const [mute, good] = [near(80_000_000), near(120_000_000)]
    const panel = await panelOf([...low.slice(3), ...few, ...mute, ...good])

    const { chunks, table } = await control(
      [
        ...low,
        ...few,
        ...mute.map(([position, ref, alt]): Site => [position, ref, alt, silent]),
        ...good,
      ],
      panel,
    )

    expect(chunks.map(({ summary }) => summary.reason)).toEqual([
      ...['panel-overlap-low', 'too-few-variants', 'sample-call-rate-low', null],
    ])
    expect(await table('chunks-excluded.txt')).toEqual([
      ['CHUNK', 'SNPS', 'REFERENCE_OVERLAP', 'SAMPLES_LOW_CALL_RATE'],
      ['chunk_7_0000000001_0020000000', '1', '0.25', '0'],
      ['chunk_7_0040000001_0060000000', '2', '1', '0'],
      ['chunk_7_0080000001_0100000000', '4', '1', '1'],
    ])
  })

  it("leaves out what lies outside the panel's range, without a word against it", async () => {
    const sites = [
      [100, 'A', 'G'],
      [200, 'A', 'G'],
      [300, 'A', 'G'],
    ] as const
    const panel = await panelOf(sites)
    const [chromosome] = panel.chromosomes
    const narrow = { ...panel, chromosomes: [{ ...chromosome!, start: 150, end: 250 }] }

    const { counts, statistics } = await control(sites, narrow)

    expect(counts).toMatchObject({ records: 3, outsidePanelRange: 2, match: 1, excluded: 0 })
    expect(statistics).toEqual(['chunks-excluded.txt'])
  })

  it('compares frequencies with the population that is asked for', async () => {
    const sites = [
      [100, 'A', 'G'],
      [200, 'A', 'G'],
      [300, 'A', 'G'],
    ] as const

    const { frequencyCheck, frequencies, table } = await control(sites, await panelOf(sites), 'eur')

    expect(frequencyCheck).toEqual({ compared: 3, outliers: 0 })
    expect(frequencies?.cells[5 * 50 + 25]).toBe(3)
    const [, row] = await table('maf.txt')
    expect(row?.slice(0, 9)).toEqual(['rs100', '7', '100', 'A', 'G', '0.1', 'A', 'G', '0.5'])
  })

  it.each([
    ['more chromosomes than any genome', Array.from({ length: 200 }, (_, index) => `c${index}`)],
    ['a chromosome whose name is a text', ['c'.repeat(10_000)]],
  ])('T17 stops at %s, keeping none of their names', async (_what, names) => {
    const rows = names.map((name) => record([100, 'A', 'C']).replace('7', name))

    const stopped = control(rows, await panelOf([[100, 'A', 'C']]))

    await expect(stopped).rejects.toMatchObject({ findings: [{ code: 'chromosomes-unknown' }] })
  })

  it('notes a chromosome that the panel does not have', async () => {
    const panel = await panelOf([[100, 'A', 'G']])
    const [chromosome] = panel.chromosomes
    const other = { ...panel, chromosomes: [{ ...chromosome!, chromosome: '8' }] }

    const { findings, chunks } = await control([[100, 'A', 'G']], other)

    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['chromosome-not-in-panel', 'warning'],
    ])
    expect(chunks).toEqual([])
  })
})

const onContig = (position: number) => `chr7:${position}`
