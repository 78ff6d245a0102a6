import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import type { Base } from '../base.ts'
import { runPipeline } from '../pipeline/run-pipeline.ts'
import type { RunsDeps } from './deps.ts'

/** The `local` executor: engines as child processes on the cores of this machine. */
export function createLocalExecutor(
  { config, engines, now }: Pick<Base, 'config' | 'engines' | 'now'>,
  execute: typeof runPipeline = runPipeline,
): RunsDeps['runPipeline'] {
  const cores = new PQueue({ concurrency: config.cores ?? availableParallelism() })
  const limits = {
    addressSpaceBytes: config.engineMemoryMb * 1_000_000,
    wallMs: config.engineTimeoutMs,
  }
  return (job, ports) => execute(job, { ...ports, engines, cores, limits, now })
}
