import type { RunParameters } from '@crosspanel/protocol/job'
import { IMPUTATION_WINDOW_BP, type Chunk } from './chunks.ts'
import { runEngine, type EngineLimits } from './engine-process.ts'
import type { Engine } from './engines.ts'

/** What minimac4's command line names. */
export interface ImputationFiles {
  readonly reference: string
  readonly target: string
  readonly map: string | null
  readonly dose: string
  readonly sites: string
  readonly empirical: string | null
}

export const imputationPlaceholders = (files: Pick<ImputationFiles, 'map' | 'empirical'>) =>
  ({
    reference: '<panel.msav>',
    target: '<target.vcf.gz>',
    map: files.map === null ? null : '<map>',
    dose: '<dose.vcf.gz>',
    sites: '<info.gz>',
    empirical: files.empirical === null ? null : '<empiricalDose.vcf.gz>',
  }) satisfies ImputationFiles

/**
 * imputationserver2's command line. One thread: threads share the work inside a chunk less well
 * than chunks share the cores, and the result is the same either way.
 */
export function imputationArguments(
  files: ImputationFiles,
  contig: string,
  { start, end }: Chunk,
  parameters: Pick<RunParameters, 'minR2'>,
): string[] {
  return [
    ...['--region', `${contig}:${start}-${end}`, '--overlap', String(IMPUTATION_WINDOW_BP)],
    ...['--format', 'GT,DS,GP,HDS', '--min-ratio', '0.00001', '--all-typed-sites'],
    ...(files.map === null ? [] : ['--map', files.map]),
    ...(parameters.minR2 > 0 ? ['--min-r2', String(parameters.minR2)] : []),
    ...['--output', files.dose, '--output-format', 'vcf.gz', '--sites', files.sites],
    ...(files.empirical === null ? [] : ['--empirical-output', files.empirical]),
    ...['--threads', '1', files.reference, files.target],
  ]
}

/** Imputes one chunk. Returns seconds of wall time. What it wrote counts only once it is verified. */
export async function imputeChunk(task: {
  readonly minimac4: Engine
  readonly args: readonly string[]
  readonly workDir: string
  readonly signal: AbortSignal
  readonly limits: Partial<EngineLimits>
}): Promise<number> {
  const { wallSeconds } = await runEngine({
    engine: 'minimac4',
    file: task.minimac4.file,
    args: task.args,
    workDir: task.workDir,
    signal: task.signal,
    limits: task.limits,
  })
  return wallSeconds
}
