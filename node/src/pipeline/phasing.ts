import { PHASING_ENGINES, type PhasingEngine } from '@crosspanel/protocol/panel'
import { findingOf } from '@crosspanel/protocol/findings'
import type { Finding } from '@crosspanel/protocol/job'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { phasingRegion, type Chunk } from './chunks.ts'
import { runEngine, type EngineLimits } from './engine-process.ts'
import { requireEngine, type Engine, type Engines } from './engines.ts'
import { PipelineRefusal } from './failures.ts'
import type { PanelChromosomeFiles, PanelFiles, PipelineJob } from './job.ts'
import type { QualityControl } from './quality-control.ts'
import { writeFileDurably } from './digests.ts'

export interface PhasingPlan {
  readonly engine: PhasingEngine | 'none'
  readonly findings: readonly Finding[]
}

/** Fixed, so that a run can be repeated; SHAPEIT4's own default. */
const SHAPEIT_SEED = 15052011

/**
 * Says who phases. Phased and complete input is used as it is unless an engine is asked for;
 * phased input with missing alleles is phased again, since minimac4 aborts on a missing allele.
 */
export function planPhasing(
  { parameters, panel }: Pick<PipelineJob, 'parameters' | 'panel'>,
  { isPhased, hasMissing }: Pick<QualityControl, 'isPhased' | 'hasMissing'>,
  engines: Engines,
): PhasingPlan {
  const asked = parameters.phasing
  if (asked === 'none' && !isPhased) throw new PipelineRefusal([findingOf('input-not-phased')])
  if (asked === 'none' || asked === 'auto') {
    if (isPhased && !hasMissing) return { engine: 'none', findings: [] }
    return {
      engine: firstPhasingEngine(panel, engines),
      findings: isPhased ? [findingOf('phased-again')] : [],
    }
  }
  if (!panel.phasingEngines.includes(asked)) {
    throw new PipelineRefusal([
      findingOf('phasing-engine-unavailable', { params: { engine: asked } }),
    ])
  }
  requireEngine(engines, asked)
  return { engine: asked, findings: [] }
}

/** The engines whose version a run's result depends on. */
export function enginesUsed({ found }: Engines, { engine }: Pick<PhasingPlan, 'engine'>): Engine[] {
  const phasing = engine === 'none' ? [] : [found[engine]]
  return [found.bcftools, found.tabix, ...phasing, found.minimac4].filter(
    (one) => one !== undefined,
  )
}

function firstPhasingEngine(panel: PanelFiles, engines: Engines): PhasingEngine {
  const offered = panel.phasingEngines.length === 0 ? PHASING_ENGINES : panel.phasingEngines
  const first = offered.find((name) => engines.found[name] !== undefined) ?? offered[0] ?? 'eagle'
  requireEngine(engines, first)
  return first
}

/** What the engine's command line names; the same function serves the run and the summary. */
export interface PhasingFiles {
  readonly reference: string
  readonly target: string
  readonly map: string | null
  /** Without its `.vcf.gz`. */
  readonly outputStem: string
}

export function phasingArguments(
  engine: PhasingEngine,
  files: PhasingFiles,
  contig: string,
  chunk: Chunk,
): string[] {
  const { start, end } = phasingRegion(chunk)
  if (engine === 'eagle') {
    return [
      ...['--vcfRef', files.reference, '--vcfTarget', files.target],
      ...['--geneticMapFile', files.map ?? '', '--outPrefix', files.outputStem],
      ...['--chrom', contig, '--bpStart', String(start), '--bpEnd', String(end)],
      ...['--vcfOutFormat', 'z', '--numThreads', '1'],
    ]
  }
  return [
    ...['--input', files.target, '--reference', files.reference],
    ...(files.map === null ? [] : ['--map', files.map]),
    ...['--region', `${contig}:${start}-${end}`, '--output', `${files.outputStem}.vcf.gz`],
    // More than one thread makes SHAPEIT4's result depend on timing.
    ...['--thread', '1', '--seed', String(SHAPEIT_SEED)],
  ]
}

export const phasingPlaceholders = (engine: PhasingEngine, map: string | null): PhasingFiles => ({
  reference: '<panel.bcf>',
  target: '<target.vcf.gz>',
  map: map === null && engine === 'shapeit4' ? null : '<map>',
  outputStem: '<phased>',
})

export interface PhasingTask {
  readonly engine: PhasingEngine
  readonly program: Engine
  readonly panel: PanelChromosomeFiles
  readonly contig: string
  readonly chunk: Chunk
  /** Indexed. */
  readonly target: string
  readonly output: string
  readonly workDir: string
  readonly signal: AbortSignal
  readonly limits: Partial<EngineLimits>
}

/** Phases one chunk with its windows into `output`. Returns seconds of wall time. */
export async function phaseChunk(task: PhasingTask): Promise<number> {
  const stem = join(task.workDir, 'phasing')
  const files: PhasingFiles = {
    reference: task.panel.bcf,
    target: task.target,
    map: task.engine === 'eagle' ? await eagleMapOf(task) : task.panel.shapeitMap,
    outputStem: stem,
  }
  await rm(`${stem}.vcf.gz`, { force: true })
  const { wallSeconds } = await runEngine({
    engine: task.engine,
    file: task.program.file,
    args: phasingArguments(task.engine, files, task.contig, task.chunk),
    workDir: task.workDir,
    signal: task.signal,
    limits: task.limits,
  })
  await rename(`${stem}.vcf.gz`, task.output)
  return wallSeconds
}

/** Eagle insists on a map; without one of the panel's, it gets one centimorgan per megabase. */
async function eagleMapOf({ panel, workDir }: PhasingTask): Promise<string> {
  if (panel.eagleMap !== null) return panel.eagleMap
  const path = join(workDir, 'flat-map.txt')
  await writeFileDurably(path, flatEagleMap(panel.chromosome, panel.end))
  return path
}

/** A genetic map in Eagle's format with one centimorgan per megabase from 0 to `end` base pairs. */
export function flatEagleMap(chromosome: string, end: number): string {
  return [
    'chr position COMBINED_rate(cM/Mb) Genetic_Map(cM)',
    `${chromosome} 0 1 0`,
    `${chromosome} ${end} 0 ${end / 1_000_000}`,
    '',
  ].join('\n')
}
