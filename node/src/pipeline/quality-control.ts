import type { Finding } from '@crosspanel/protocol/job'
import type { QualityControlCounts, RunCharts } from '@crosspanel/protocol/summary'
import { createCallRates } from './call-rates.ts'
import type { Population, Tallies } from './chromosome-control.ts'
import { createFrequencyCells } from './frequency-cells.ts'
import type { ControlledChunk } from './open-chunk.ts'
import { createInputReader } from './input-reader.ts'
import type { PipelineJob, PipelinePorts } from './job.ts'
import { refusePopulation } from './refusals.ts'
import { createStatisticsFiles } from './statistics-files.ts'

export interface QualityControl {
  readonly samples: readonly string[]
  readonly counts: QualityControlCounts
  readonly chunks: readonly ControlledChunk[]
  readonly isPhased: boolean
  readonly hasMissing: boolean
  readonly frequencyCheck: { compared: number; outliers: number } | null
  readonly frequencies: RunCharts['frequencies']
  readonly sampleCallRates: RunCharts['sampleCallRates']
  readonly findings: readonly Finding[]
}

export function noCounts(): QualityControlCounts {
  return {
    records: 0,
    outsidePanelRange: 0,
    multiallelic: 0,
    invalidAlleles: 0,
    duplicates: 0,
    filterFlag: 0,
    alternateAlleleOverHalf: 0,
    indels: 0,
    monomorphic: 0,
    typedOnly: 0,
    inPanel: 0,
    match: 0,
    palindromic: 0,
    alleleSwitch: 0,
    strandFlip: 0,
    strandFlipAndAlleleSwitch: 0,
    alleleMismatch: 0,
    lowCallRate: 0,
    excluded: 0,
    remaining: 0,
  }
}

/**
 * Reads every input once, counts and files each typed variant, and writes the chunks, each with
 * its phasing windows, into `chunkDir`. Statistics files go to `statisticsDir`.
 */
export async function controlQuality(
  job: PipelineJob,
  ports: Pick<PipelinePorts, 'engines' | 'signal'>,
  dirs: { chunkDir: string; statisticsDir: string },
): Promise<QualityControl> {
  const tallies: Tallies = {
    counts: noCounts(),
    isPhased: true,
    hasMissing: false,
    compared: 0,
    outliers: 0,
    frequencies: createFrequencyCells(),
    callRates: createCallRates(),
  }
  const population = requirePopulation(job)
  const files = await createStatisticsFiles(dirs.statisticsDir)
  const reader = createInputReader(job, ports, { ...dirs, tallies, files, population })
  try {
    for (const input of job.inputs) await reader.read(input)
    await files.close()
  } catch (error) {
    await reader.discard()
    await files.discard()
    throw error
  }
  const { samples, chunks, findings } = reader.result()
  return {
    samples,
    counts: tallies.counts,
    chunks,
    isPhased: tallies.isPhased,
    hasMissing: tallies.hasMissing,
    frequencyCheck:
      population === undefined ? null : { compared: tallies.compared, outliers: tallies.outliers },
    frequencies:
      tallies.compared === 0 ? null : tallies.frequencies.result(population?.samples ?? 0),
    sampleCallRates: tallies.callRates.histogram(),
    findings,
  }
}

function requirePopulation({ panel, parameters }: PipelineJob): Population | undefined {
  const asked = parameters.population
  if (asked === undefined) return undefined
  const found = panel.populations.find(({ code }) => code.toLowerCase() === asked.toLowerCase())
  if (found === undefined) throw refusePopulation(asked, panel)
  return found
}
