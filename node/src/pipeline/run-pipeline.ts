import type { Finding } from '@crosspanel/protocol/job'
import type { ChunkSummary, RunSummary, Stage } from '@crosspanel/protocol/summary'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  addAccuracy,
  noAccuracy,
  outputVariantsOf,
  summariseAccuracy,
  summariseMafBins,
} from './accuracy.ts'
import { summariseAlong } from './along-genome.ts'
import { assembleChromosome } from './assembly.ts'
import {
  chunkCommands,
  runChunk,
  plainly,
  stopwatch,
  type ChunkContext,
  type FinishedChunk,
} from './chunk-run.ts'
import { createChunkStates } from './chunk-states.ts'
import { throwIfCancelled } from './engine-process.ts'
import { requireEngine } from './engines.ts'
import { EngineFailure } from './failures.ts'
import type { PipelineJob, PipelineOutput, PipelinePorts } from './job.ts'
import { enginesUsed, planPhasing, type PhasingPlan } from './phasing.ts'
import { type QualityControl } from './quality-control.ts'
import { takeOverOrControl, type QualityControlDirs } from './quality-control-cache.ts'
import { refuseIfUnfit } from './refusals.ts'
import { writeReports } from './reports.ts'

export type {
  PanelChromosomeFiles,
  PanelFiles,
  PipelineJob,
  PipelineOutput,
  PipelinePorts,
} from './job.ts'
export { EngineFailure, PipelineRefusal } from './failures.ts'
export { rawCommands } from './raw-commands.ts'

export interface PipelineResult {
  readonly summary: RunSummary
  readonly outputs: PipelineOutput[]
}

/**
 * Quality control, phasing, imputation, verification, assembly and reports of one run. Throws
 * `PipelineRefusal` when the input is at fault, `EngineFailure` when an engine is, and an
 * AbortError when the signal fires. Run again over the same `workDir`, it takes over every
 * finished chunk.
 */
export async function runPipeline(job: PipelineJob, ports: PipelinePorts): Promise<PipelineResult> {
  const startedAt = ports.now()
  const wall = stopwatch()
  throwIfCancelled(ports.signal)
  const dirs = {
    chunkDir: join(job.workDir, 'targets'),
    statisticsDir: join(job.workDir, 'statistics'),
  }
  for (const dir of [job.workDir, job.outDir]) {
    await mkdir(dir, { recursive: true, mode: 0o700 })
  }
  const timer = createTimer(ports)
  const control = await timer.time('quality-control', () => runQualityControl(job, ports, dirs))
  const plan: PhasingPlan =
    job.parameters.mode === 'qc-only'
      ? { engine: 'none', findings: [] }
      : planPhasing(job, control, ports.engines)
  const context = { job, ports, plan, samples: control.samples }
  const finished = job.parameters.mode === 'qc-only' ? [] : await runChunks(control, context)
  for (const { seconds } of finished) timer.add(seconds)
  const results = await timer.time('assembling', () => assemble(finished, job, ports))
  const summary = summarise(
    { job, ports, control, plan, finished },
    {
      stages: timer.stages(),
      wallSeconds: wall(),
      startedAt: startedAt.toISOString(),
      endedAt: ports.now().toISOString(),
    },
  )
  const reports = await writeReports(summary, job.panel, { ...dirs, outDir: job.outDir })
  return { summary, outputs: [...results, ...reports] }
}

async function runQualityControl(
  job: PipelineJob,
  ports: PipelinePorts,
  dirs: QualityControlDirs,
): Promise<QualityControl> {
  ports.onProgress({ phase: 'quality-control', chunksDone: 0, chunksTotal: 0 })
  const control = await onCore(ports, () => takeOverOrControl(job, ports, dirs))
  refuseIfUnfit(
    control.counts,
    control.chunks.map(({ summary }) => summary),
    job.panel,
  )
  return control
}

/**
 * Waits for a core and works on it. p-queue lets go of a task whose signal fires while the task
 * is still ending; this waits for its end, so that no engine outlives the run.
 */
async function onCore<T>({ cores, signal }: PipelinePorts, work: () => Promise<T>): Promise<T> {
  let working: Promise<T> | undefined
  try {
    return await cores.add(() => (working = work()), { signal })
  } catch (error) {
    await working
    throwIfCancelled(signal)
    throw error
  }
}

const MAX_ATTEMPTS = 2

/** Once more where another attempt may do better; a chunk that ran out of time has had its share. */
async function attemptChunk(
  chunk: QualityControl['chunks'][number],
  context: ChunkContext,
): Promise<FinishedChunk> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runChunk(chunk, context)
    } catch (error) {
      const mayHelp =
        error instanceof EngineFailure && error.isRetryable && error.failure !== 'timed-out'
      if (!mayHelp || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

/** Chunks side by side, as cores allow. After a failure none is begun, and those under way are finished and kept. */
async function runChunks(
  control: QualityControl,
  shared: Omit<ChunkContext, 'onPhase'>,
): Promise<FinishedChunk[]> {
  const { ports } = shared
  requireEngine(ports.engines, 'minimac4')
  const kept = control.chunks.filter(({ summary }) => summary.status === 'kept')
  const states = createChunkStates(
    control.chunks.map(({ summary }) => summary),
    ports.onProgress,
  )
  let hasFailed = false

  const attempts = await Promise.allSettled(
    kept.map((chunk) =>
      onCore(ports, async () => {
        if (hasFailed) return undefined
        try {
          const onPhase: ChunkContext['onPhase'] = (phase) => states.set(chunk.summary, phase)
          const finished = await attemptChunk(chunk, { ...shared, onPhase })
          states.set(chunk.summary, 'done')
          return finished
        } catch (error) {
          states.set(chunk.summary, 'failed')
          hasFailed = true
          throw error instanceof EngineFailure ? error.at(chunk.summary) : error
        }
      }),
    ),
  )
  throwIfCancelled(ports.signal)
  const failed = attempts.find((attempt) => attempt.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return attempts.flatMap((attempt) =>
    attempt.status === 'fulfilled' && attempt.value !== undefined ? [attempt.value] : [],
  )
}

async function assemble(
  finished: readonly FinishedChunk[],
  job: PipelineJob,
  ports: PipelinePorts,
): Promise<PipelineOutput[]> {
  const chromosomes = Map.groupBy(finished, ({ controlled }) => controlled.summary.chromosome)
  const outputs: PipelineOutput[] = []
  for (const [chromosome, chunks] of chromosomes) {
    const ordered = chunks.toSorted(
      (a, b) => a.controlled.summary.start - b.controlled.summary.start,
    )
    outputs.push(...(await assembleChromosome(chromosome, ordered, job, ports)))
  }
  return outputs
}

interface Ended {
  readonly job: PipelineJob
  readonly ports: PipelinePorts
  readonly control: QualityControl
  readonly plan: PhasingPlan
  readonly finished: readonly FinishedChunk[]
}

function summarise(
  { job, ports, control, plan, finished }: Ended,
  times: Pick<RunSummary, 'stages' | 'wallSeconds' | 'startedAt' | 'endedAt'>,
): RunSummary {
  const { panel, parameters } = job
  const isImputed = parameters.mode !== 'qc-only'
  const accuracy = noAccuracy()
  const imputed = new Map<QualityControl['chunks'][number], FinishedChunk>()
  for (const chunk of finished) {
    addAccuracy(accuracy, chunk.accuracy)
    imputed.set(chunk.controlled, chunk)
  }
  const findings: Finding[] = [...control.findings, ...plan.findings]
  return {
    version: 1,
    panel: {
      panelId: panel.panelId,
      build: panel.build,
      digest: panel.digest,
      samples: panel.samples,
    },
    parameters,
    samples: control.samples.length,
    chromosomes: [...new Set(control.chunks.map(({ summary }) => summary.chromosome))],
    isInputPhased: control.isPhased,
    phasing: plan.engine,
    qualityControl: control.counts,
    chunks: control.chunks.map((chunk) => summariseChunk(chunk, imputed.get(chunk))),
    frequencyCheck:
      control.frequencyCheck === null
        ? null
        : { population: parameters.population ?? '', ...control.frequencyCheck },
    imputation: isImputed ? summariseAccuracy(accuracy) : null,
    charts: {
      byMaf: isImputed ? summariseMafBins(accuracy) : null,
      alongGenome: summariseAlong(
        finished.map(({ controlled, along }) => ({ chunk: controlled.summary, along })),
      ),
      frequencies: control.frequencies,
      sampleCallRates: control.sampleCallRates,
    },
    engines: enginesUsed(ports.engines, plan).map(({ name, version }) => ({ name, version })),
    commands: finished.flatMap(({ controlled }) => chunkCommands(controlled, { job, plan, ports })),
    findings,
    ...times,
  }
}

function summariseChunk(
  { summary }: QualityControl['chunks'][number],
  imputed: FinishedChunk | undefined,
): ChunkSummary {
  if (imputed === undefined) return { ...summary, seconds: null }
  const seconds = Object.values(imputed.seconds).reduce((total, more) => total + more, 0)
  return {
    ...summary,
    outputVariants: outputVariantsOf(imputed.accuracy),
    seconds: Number(seconds.toFixed(1)),
  }
}

function createTimer({ traced = plainly }: PipelinePorts) {
  const seconds = new Map<Stage, number>()
  const add = (stage: Stage, more: number) => seconds.set(stage, (seconds.get(stage) ?? 0) + more)
  return {
    async time<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
      const elapsed = stopwatch()
      const result = await traced(stage, work)
      add(stage, elapsed())
      return result
    },
    add(stages: Readonly<Partial<Record<Stage, number>>>): void {
      for (const [stage, more] of Object.entries(stages)) add(stage as Stage, more)
    },
    stages: () => [...seconds].map(([stage, total]) => ({ stage, seconds: total })),
  }
}
