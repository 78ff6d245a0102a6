import { type ReportedProgress, RunParameters } from '@crosspanel/protocol/job'
import PQueue from 'p-queue'
import { detectEngines } from '../engines.ts'
import type { PipelineJob, PipelinePorts } from '../job.ts'
import { runPipeline, type PipelineResult } from '../run-pipeline.ts'

export type ExampleRun = Omit<PipelineJob, 'parameters'> & {
  readonly parameters?: Partial<RunParameters>
}

/** Runs the pipeline with the engines of this machine, one chunk at a time unless told otherwise. */
export async function runExample(
  job: ExampleRun,
  more: Partial<PipelinePorts> & { concurrency?: number } = {},
): Promise<PipelineResult & { readonly progress: readonly ReportedProgress[] }> {
  const progress: ReportedProgress[] = []
  const { concurrency = 1, onProgress, ...ports } = more
  const result = await runPipeline(
    { ...job, parameters: RunParameters.parse({ build: 'GRCh37', ...job.parameters }) },
    {
      engines: await detectEngines(),
      cores: new PQueue({ concurrency }),
      signal: new AbortController().signal,
      now: () => new Date(),
      ...ports,
      onProgress: (at) => {
        progress.push(at)
        onProgress?.(at)
      },
    },
  )
  return { ...result, progress }
}
