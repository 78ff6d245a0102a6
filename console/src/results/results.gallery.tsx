import type { JobDetail, ResultFile } from '@crosspanel/protocol/job'
import type { ChunkSummary, RunSummary } from '@crosspanel/protocol/summary'
import type { GalleryView } from '../gallery/view.ts'
import { exampleJob } from '../jobs/fixtures.ts'
import { exampleSummary } from './example.ts'

const LONG =
  'A very long name of a cohort that somebody has written into the field because nothing stopped them from doing so'

const file = (number: number, more: Partial<ResultFile> = {}): ResultFile => ({
  fileId: `019ac0de-0000-7000-8000-${String(number).padStart(12, 'f')}`,
  name: 'chr20.dose.vcf.gz',
  size: 1_234_567_890,
  sha256: 'c'.repeat(64),
  encryptedFor: 'researcher',
  ...more,
})

const files = [
  file(1),
  file(2, { name: 'chr20.dose.vcf.gz.tbi', size: 12_345 }),
  file(3, { name: 'chr20.info.gz', size: 987_654 }),
  file(4, { name: 'chr20.info.gz.tbi', size: 2345 }),
  file(5, { name: 'maf.txt', size: 687_654 }),
  file(6, { name: 'qc_report.txt', size: 1234 }),
  file(7, { name: 'snps-excluded.txt', size: 934 }),
  file(8, { name: 'summary.json', size: 40_123 }),
]

function detail(number: number, more: Partial<JobDetail>): JobDetail {
  return {
    ...exampleJob(number, { state: 'completed', ...more }),
    ...{
      parameters: exampleSummary().parameters,
      files: [],
      findings: [],
      events: [],
      chunks: null,
    },
    ...{ results: files, summary: exampleSummary() },
    ...more,
  }
}

/** All of a genome: what is counted on one chromosome, on 22, with large numbers and chunks that were left out. */
function wholeGenome(): RunSummary {
  const one = exampleSummary()
  const chromosomes = Array.from({ length: 22 }, (_, index) => String(index + 1))
  const [along] = one.charts?.alongGenome?.chromosomes ?? []
  const chunks = chromosomes.flatMap((chromosome, row) =>
    one.chunks.slice(0, row < 8 ? 4 : 3).map((chunk, index): ChunkSummary => {
      const isExcluded = row === 5 && index === 1
      return {
        ...chunk,
        chromosome,
        status: isExcluded ? 'excluded' : 'kept',
        reason: isExcluded ? 'panel-overlap-low' : null,
        panelOverlap: isExcluded ? 0.413 : chunk.panelOverlap,
      }
    }),
  )
  const millions = (n: number) => n * 1431
  return {
    ...one,
    ...{ samples: 48_211, chromosomes, chunks },
    qualityControl: {
      ...one.qualityControl,
      ...{ records: 11_200_456, outsidePanelRange: 1234, multiallelic: 345_678, duplicates: 4567 },
      ...{ monomorphic: 1_234_567, alleleSwitch: 12_345, alleleMismatch: 23_456 },
      ...{ lowCallRate: 345_678, typedOnly: 654_321, remaining: 8_578_610, excluded: 1_966_291 },
    },
    imputation: one.imputation && {
      ...one.imputation,
      outputVariants: millions(one.imputation.outputVariants),
      imputed: millions(one.imputation.imputed),
      typed: millions(one.imputation.typed),
    },
    frequencyCheck: { population: 'afr', compared: 8_578_610, outliers: 1234 },
    charts: {
      byMaf:
        one.charts?.byMaf?.map((bin) => ({
          ...bin,
          imputed: millions(bin.imputed),
          typed: millions(bin.typed),
          r2Histogram: bin.r2Histogram.map(millions),
        })) ?? null,
      alongGenome:
        along === undefined
          ? null
          : {
              binBp: 2_000_000,
              chromosomes: chromosomes.map((chromosome) => ({
                ...along,
                chromosome,
                variants: along.variants.filter((_, bin) => bin % 20 === 0),
                meanR2: along.meanR2.filter((_, bin) => bin % 20 === 0),
              })),
            },
      frequencies:
        one.charts?.frequencies === undefined || one.charts.frequencies === null
          ? null
          : {
              ...one.charts.frequencies,
              populationSamples: 661,
              cells: one.charts.frequencies.cells.map((count) => count * count * 97),
            },
      sampleCallRates: Array.from({ length: 100 }, (_, bin) =>
        bin === 99 ? 40_000 : bin > 94 ? (bin - 94) * 821 : bin === 62 ? 1 : 0,
      ),
    },
  }
}

/** As hosts of earlier releases write it. */
const older: RunSummary = exampleSummary()
delete older.charts
const checked: RunSummary = {
  ...exampleSummary(),
  ...{ imputation: null, phasing: 'none', frequencyCheck: null },
  engines: exampleSummary().engines.filter(({ name }) => name === 'bcftools'),
  charts: {
    ...{ byMaf: null, alongGenome: null, frequencies: null },
    sampleCallRates: exampleSummary().charts?.sampleCallRates ?? null,
  },
}

function page(name: string, number: number, more: Partial<JobDetail> = {}): GalleryView {
  const job = detail(number, more)
  return {
    name,
    path: `/jobs/${job.id}/results`,
    answers: { [`GET /api/v1/jobs/${job.id}`]: { body: job } },
  }
}

export const views: readonly GalleryView[] = [
  page('results', 1),
  page('results of a whole genome', 2, { name: LONG, summary: wholeGenome() }),
  page('results of quality control alone', 3, { summary: checked }),
  page('results of an earlier release', 4, { summary: older }),
  page('results of a later release', 5, { summary: { version: 2 } }),
  page('results, none yet', 6, { state: 'running', results: [], summary: null }),
]
