import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PanelFiles } from './job.ts'
import { hasSharedData, SHARED_DATA } from '../../../test/src/shared-data.ts'
import { runExample } from './testing/run-example.ts'

const MICHIGAN = join(SHARED_DATA, 'michigan')

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosspanel-michigan-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

function michiganPanel(): PanelFiles {
  const stem = join(MICHIGAN, 'panel/hapmap_r22.chr20.CEU.hg19')
  return {
    panelId: 'site:michigan/hapmap2',
    build: 'GRCh37',
    digest: 'a'.repeat(64),
    samples: 60,
    populations: [{ code: 'EUR', samples: 60 }],
    chromosomes: [
      {
        // All of the chromosome: imputationserver2 knows a range only where its panel names one.
        ...{ chromosome: '20', start: 1, end: 63_025_520, variants: 63_402 },
        ...{ msav: `${stem}.msav`, bcf: `${stem}.recode.bcf`, sites: `${stem}_impute.sites.gz` },
        ...{ eagleMap: null, shapeitMap: null, minimacMap: null },
      },
    ],
    phasingEngines: ['eagle', 'shapeit4'],
    policy: { minSamples: 20, maxSamples: 50_000, maxAlleleSwitches: 100 },
  }
}

async function run(
  kind: 'phased' | 'unphased',
  parameters: Parameters<typeof runExample>[0]['parameters'],
) {
  const workDir = await mkdtemp(join(dir, `${kind}-`))
  const input = join(workDir, 'input.vcf.gz')
  await copyFile(join(MICHIGAN, 'targets', `chr20.${kind}.51.vcf.gz`), input)
  const outDir = join(workDir, 'out')
  await mkdir(outDir)
  const { summary } = await runExample({
    ...{ inputs: [input], panel: michiganPanel(), workDir, outDir },
    ...(parameters === undefined ? {} : { parameters }),
  })
  return { summary, outDir }
}

/** `metafiles/20` of a case: chromosome, start, end, phased, file, SNPs, SNPs in the reference. */
async function expectedChunks(kind: string) {
  const text = await readFile(join(MICHIGAN, 'expected', `chr20-${kind}`, 'metafiles/20'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([chromosome, start, end, , , variants, variantsInPanel]) => ({
      ...{ chromosome, start: Number(start), end: Number(end), status: 'kept' },
      ...{ variants: Number(variants), variantsInPanel: Number(variantsInPanel) },
    }))
}

describe.skipIf(!hasSharedData("Michigan's chr20 sets"))(
  "Michigan's chr20 sets (need ../shared/data)",
  () => {
    it.each(['phased', 'unphased'] as const)(
      'give, %s, the same counts, chunks and statistics files as imputationserver-utils',
      async (kind) => {
        const { summary, outDir } = await run(kind, { mode: 'qc-only' })

        const expected = join(MICHIGAN, 'expected', `chr20-${kind}`)
        for (const [ours, theirs] of [
          ['snps-excluded.txt', 'statistics/snps-excluded.txt'],
          ['snps-typed-only.txt', 'statistics/snps-typed-only.txt'],
          ['qc_report.txt', 'qc_report.txt'],
        ] as const) {
          expect(await readFile(join(outDir, ours))).toEqual(await readFile(join(expected, theirs)))
        }
        expect(summary.chunks).toMatchObject(await expectedChunks(kind))
        expect(summary.isInputPhased).toBe(kind === 'phased')
        expect(summary.qualityControl).toMatchObject({
          ...{ records: 7824, monomorphic: 11, typedOnly: 78, match: 7735, remaining: 7735 },
          ...{ alternateAlleleOverHalf: 2296, excluded: 11, alleleSwitch: 0, strandFlip: 0 },
        })
      },
    )

    it('give, phased, the number of rows that minimac4 gives chunk by chunk', async () => {
      const { summary } = await run('phased', { empiricalDosage: true, population: 'eur' })

      expect(summary.phasing).toBe('none')
      expect(summary.chunks.map(({ outputVariants }) => outputVariants)).toEqual([
        ...[25_400, 13_044, 22_624, 2412],
      ])
      expect(summary.imputation).toMatchObject({
        ...{ outputVariants: 63_480, typedOnly: 78, typed: 7735 },
      })
      expect(summary.frequencyCheck).toEqual({ population: 'eur', compared: 7735, outliers: 0 })
      expect(summary.charts?.frequencies?.r2).toBeGreaterThan(0.9)
      expect(summary.charts?.sampleCallRates?.at(-1)).toBe(51)
    })

    it('are out of memory, and not wrong, where minimac4 may have too little', async () => {
      const workDir = await mkdtemp(join(dir, 'limited-'))
      const input = join(MICHIGAN, 'targets/chr20.phased.51.vcf.gz')

      const ended = runExample(
        { inputs: [input], panel: michiganPanel(), workDir, outDir: join(workDir, 'out') },
        { limits: { addressSpaceBytes: 16 * 1024 ** 2 } },
      )

      await expect(ended).rejects.toMatchObject({
        ...{ engine: 'minimac4', failure: 'out-of-memory', isRetryable: true },
      })
    })
  },
)
