import type { RunSummary, Stage } from '@crosspanel/protocol/summary'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { AccuracySums } from './accuracy.ts'
import type { AlongSums } from './along-genome.ts'
import type { ControlledChunk } from './open-chunk.ts'
import { chunkName } from './chunks.ts'
import { commitFile, fileSha256, valueSha256, writeFileDurably } from './digests.ts'
import { runEngine } from './engine-process.ts'
import { requireEngine, type EngineName } from './engines.ts'
import { imputationArguments, imputationPlaceholders, imputeChunk } from './imputation.ts'
import type { PanelChromosomeFiles, PipelineJob, PipelinePorts } from './job.ts'
import { openPanelSites } from './panel-sites.ts'
import {
  enginesUsed,
  phaseChunk,
  phasingArguments,
  phasingPlaceholders,
  type PhasingPlan,
} from './phasing.ts'
import { verifyDosages, verifyTarget } from './verify-output.ts'

/** A chunk that is imputed and verified. */
export interface FinishedChunk {
  readonly controlled: ControlledChunk
  readonly dose: string
  readonly sites: string
  readonly empirical: string | null
  readonly accuracy: AccuracySums
  readonly along: AlongSums
  readonly seconds: Readonly<Partial<Record<Stage, number>>>
  readonly isReused: boolean
}

export interface ChunkContext {
  readonly job: PipelineJob
  readonly ports: PipelinePorts
  readonly plan: PhasingPlan
  readonly samples: readonly string[]
  readonly onPhase: (phase: 'phasing' | 'imputing') => void
}

/** Left beside a finished chunk's files; it counts only while key and digests agree. */
const DoneMarker = z.object({
  key: z.string(),
  digests: z.record(z.string(), z.string()),
  accuracy: z.custom<AccuracySums>((value) => Array.isArray(value)),
  along: z.custom<AlongSums>((value) => typeof value === 'object'),
  seconds: z.record(z.string(), z.number()),
})

const DONE = 'done.json'
const DOSE = 'dose.vcf.gz'
const SITES = 'info.gz'
const EMPIRICAL = 'empiricalDose.vcf.gz'

/** Phases, imputes and verifies one chunk, or takes over what an earlier attempt has finished. */
export async function runChunk(
  controlled: ControlledChunk,
  context: ChunkContext,
): Promise<FinishedChunk> {
  const { job } = context
  const dir = join(job.workDir, 'chunks', chunkName(controlled.summary))
  const key = await chunkKey(controlled, context)
  const outputs = {
    dose: join(dir, DOSE),
    sites: join(dir, SITES),
    empirical: job.parameters.empiricalDosage ? join(dir, EMPIRICAL) : null,
  }
  const done = await findDone(dir, key)
  if (done !== undefined) return { controlled, ...outputs, ...done, isReused: true }

  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
  const names = [DOSE, SITES, ...(outputs.empirical === null ? [] : [EMPIRICAL])]
  const { accuracy, along, seconds } = await computeChunk(controlled, context, dir)
  const digests = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await fileSha256(join(dir, name))] as const),
    ),
  )
  const statistics = { accuracy, along, seconds }
  await writeFileDurably(join(dir, DONE), JSON.stringify({ key, digests, ...statistics }))
  return { controlled, ...outputs, ...statistics, isReused: false }
}

/** Everything that the chunk's result depends on. */
async function chunkKey(controlled: ControlledChunk, context: ChunkContext): Promise<string> {
  const { job, ports } = context
  return valueSha256({
    target: await fileSha256(controlled.target),
    panel: job.panel.digest,
    engines: enginesUsed(ports.engines, context.plan).map(({ name, version }) => [name, version]),
    commands: chunkCommands(controlled, context),
  })
}

async function findDone(dir: string, key: string) {
  const text = await readFile(join(dir, DONE), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const marker = DoneMarker.safeParse(JSON.parse(text))
  if (!marker.success || marker.data.key !== key) return undefined
  for (const [name, digest] of Object.entries(marker.data.digests)) {
    const found = await fileSha256(join(dir, name)).catch(() => undefined)
    if (found !== digest) return undefined
  }
  const { accuracy, along, seconds } = marker.data
  return { accuracy, along, seconds }
}

async function computeChunk(controlled: ControlledChunk, context: ChunkContext, dir: string) {
  const { job, ports, samples, plan } = context
  const panel = requirePanelChromosome(job, controlled)
  const { contig, summary: chunk } = controlled
  const { traced = plainly } = ports
  const seconds: Partial<Record<Stage, number>> = {}
  const input = join(dir, 'target.vcf.gz')
  if (plan.engine !== 'none') {
    context.onPhase('phasing')
    await indexVcf(controlled.target, ports, dir)
    const phasing = {
      ...{ engine: plan.engine, program: requireEngine(ports.engines, plan.engine) },
      ...{ panel, contig, chunk, target: controlled.target, output: input },
      ...{ workDir: dir, signal: ports.signal, limits: ports.limits ?? {} },
    }
    seconds.phasing = await traced('phasing', () => phaseChunk(phasing))
  }
  const target = plan.engine === 'none' ? controlled.target : input
  await indexVcf(target, ports, dir)

  const verifying = stopwatch()
  const targetKeys = await verifyTarget(target, { samples, chunk, engine: plan.engine })
  seconds.verifying = verifying()

  context.onPhase('imputing')
  const partial = (name: string) => join(dir, `part.${name}`)
  const files = {
    reference: panel.msav,
    target,
    map: panel.minimacMap,
    dose: partial(DOSE),
    sites: partial(SITES),
    empirical: job.parameters.empiricalDosage ? partial(EMPIRICAL) : null,
  }
  const imputing = {
    minimac4: requireEngine(ports.engines, 'minimac4'),
    args: imputationArguments(files, contig, chunk, job.parameters),
    workDir: dir,
    signal: ports.signal,
    limits: ports.limits ?? {},
  }
  seconds.imputing = await traced('imputing', () => imputeChunk(imputing))

  const verifyingOutput = stopwatch()
  const { accuracy, along } = await verifyDosages(files.dose, {
    ...{ contig, chunk, samples, keys: await expectedKeys(panel, controlled, context, targetKeys) },
    mayLackSites: job.parameters.minR2 > 0,
  })
  seconds.verifying += verifyingOutput()
  await commitFile(files.dose, join(dir, DOSE))
  await commitFile(files.sites, join(dir, SITES))
  if (files.empirical !== null) await commitFile(files.empirical, join(dir, EMPIRICAL))
  return { accuracy, along, seconds }
}

function requirePanelChromosome({ panel }: PipelineJob, controlled: ControlledChunk) {
  const { chromosome } = controlled.summary
  const files = panel.chromosomes.find((one) => one.chromosome === chromosome)
  if (files === undefined) throw new Error(`the panel has no chromosome ${chromosome}`)
  return files
}

/** The panel's sites of the chunk, and what only the target has. */
async function expectedKeys(
  panel: PanelChromosomeFiles,
  { summary }: ControlledChunk,
  { job, ports }: ChunkContext,
  targetKeys: Float64Array,
): Promise<Float64Array> {
  const sites = await openPanelSites(panel.sites, requireEngine(ports.engines, 'tabix'), {
    workDir: job.workDir,
    signal: ports.signal,
  })
  const { keys } = await sites.load(summary)
  const typedOnly = targetKeys.filter((key) => !hasKey(keys, key))
  return Float64Array.from([...keys, ...typedOnly]).sort()
}

function hasKey(keys: Float64Array, key: number): boolean {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] ?? 0) < key) low = middle + 1
    else high = middle
  }
  return keys[low] === key
}

async function indexVcf(path: string, { engines, signal }: PipelinePorts, workDir: string) {
  const { file } = requireEngine(engines, 'tabix')
  await runEngine({ engine: 'tabix', file, args: ['-f', '-p', 'vcf', path], workDir, signal })
}

/** The chunk's command lines with placeholders for files, as the summary shows them. */
export function chunkCommands(
  controlled: ControlledChunk,
  { job, plan, ports }: Pick<ChunkContext, 'job' | 'plan' | 'ports'>,
): RunSummary['commands'] {
  const program = (name: EngineName) => basename(requireEngine(ports.engines, name).file)
  const panel = requirePanelChromosome(job, controlled)
  const { contig, summary: chunk } = controlled
  const at = { chromosome: chunk.chromosome, start: chunk.start }
  const impute = imputationPlaceholders({
    map: panel.minimacMap,
    empirical: job.parameters.empiricalDosage ? '' : null,
  })
  const imputing = {
    stage: 'imputing' as const,
    ...at,
    argv: [program('minimac4'), ...imputationArguments(impute, contig, chunk, job.parameters)],
  }
  if (plan.engine === 'none') return [imputing]
  const files = phasingPlaceholders(plan.engine, panel.shapeitMap)
  const argv = [program(plan.engine), ...phasingArguments(plan.engine, files, contig, chunk)]
  return [{ stage: 'phasing' as const, ...at, argv }, imputing]
}

/** A stage of which nobody wants to be told. */
export function plainly<T>(_stage: Stage, work: () => Promise<T>): Promise<T> {
  return work()
}

/** Seconds since it was made. */
export function stopwatch(): () => number {
  const started = performance.now()
  return () => (performance.now() - started) / 1000
}
