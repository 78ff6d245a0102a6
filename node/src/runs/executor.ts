import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import type { Base } from '../base.ts'
import type { PipelinePorts } from '../pipeline/job.ts'
import { runPipeline } from '../pipeline/run-pipeline.ts'
import { NO_TRACING, type Tracing } from '../monitoring/tracing.ts'
import type { RunsDeps } from './deps.ts'

type ExecutorDeps = Pick<Base, 'config' | 'engines' | 'now'> & { readonly tracing?: Tracing }

/** The `local` executor: engines as child processes on the cores of this machine. */
export function createLocalExecutor(
  { config, engines, now, tracing = NO_TRACING }: ExecutorDeps,
  execute: typeof runPipeline = runPipeline,
): RunsDeps['runPipeline'] {
  const cores = new PQueue({ concurrency: config.cores ?? availableParallelism() })
  const limits = {
    addressSpaceBytes: config.engineMemoryMb * 1_000_000,
    wallMs: config.engineTimeoutMs,
  }
  return (job, ports) => {
    // Work that waits for a core is begun by whatever freed it, so each stage is told whose it is.
    const parent = { traceparent: tracing.traceparent() }
    const traced: PipelinePorts['traced'] = (stage, work) =>
      tracing.span(`pipeline ${stage}`, { parent }, work)
    return execute(job, { ...ports, engines, cores, limits, now, traced })
  }
}
