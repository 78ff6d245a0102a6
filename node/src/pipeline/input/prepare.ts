import { refusal } from '@crosspanel/protocol/refusals'
import { createHash } from 'node:crypto'
import type { GenomeBuild } from '@crosspanel/protocol/ids'
import { checkInput } from '@crosspanel/protocol/input-check/check'
import type { BcfToText, InputFile } from '@crosspanel/protocol/input-check/check-file'
import { createContainerState, readContainer } from '@crosspanel/protocol/input-check/container'
import { createFindings } from '@crosspanel/protocol/input-check/findings'
import type { InputLimits, SamplePolicy } from '@crosspanel/protocol/input-check/limits'
import type { FileReport, InputReport } from '@crosspanel/protocol/input-check/report'
import { createBgzfWriter } from '@crosspanel/protocol/vcf/bgzf'
import { normaliseVcf } from '@crosspanel/protocol/vcf/normalise'
import { createNodeCompression } from './compression.ts'

/**
 * Takes one chromosome's BGZF VCF. `write` waits until there is room for more; `close` is called
 * after a failure too, and may fail then.
 */
export interface ChromosomeSink {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

export interface PrepareOptions {
  readonly files: readonly InputFile[]
  readonly build: GenomeBuild
  readonly openSink: (chromosome: string) => Promise<ChromosomeSink>
  readonly policy?: SamplePolicy | undefined
  readonly limits?: Partial<InputLimits> | undefined
  /** Without it BCF is refused. */
  readonly bcfToText?: BcfToText | undefined
  readonly signal?: AbortSignal | undefined
}

export interface PreparedChromosome {
  readonly chromosome: string
  readonly records: number
  readonly sizeBytes: number
  /** Of the BGZF file, in lower-case hexadecimal. */
  readonly sha256: string
}

export interface PreparedInput {
  readonly report: InputReport
  readonly sampleIds: readonly string[]
  /** Empty when the report is not acceptable. */
  readonly chromosomes: readonly PreparedChromosome[]
}

/**
 * Checks the files of a job and, when they are acceptable, writes each chromosome's normalised,
 * job-local VCF to a sink of its own. The files are read twice; nothing of them is kept.
 */
export async function prepareInput(options: PrepareOptions): Promise<PreparedInput> {
  const { files, build, policy, limits, bcfToText, signal } = options
  const inflate = createNodeCompression()
  const now = () => performance.now()
  const checked = await checkInput(files, {
    inflate,
    build,
    policy,
    limits,
    bcfToText: bcfToText ?? refuseBcf,
    signal,
    now,
  })
  // A check that was stopped has found nothing out: it must not refuse the files.
  signal?.throwIfAborted()
  const { report, sampleIds } = checked
  if (!report.isAcceptable) return { report, sampleIds, chromosomes: [] }
  const chromosomes: PreparedChromosome[] = []
  for (const [index, file] of files.entries()) {
    const fileReport = report.files[index]
    if (fileReport !== undefined)
      chromosomes.push(...(await normaliseFile(file, fileReport, options)))
  }
  return { report, sampleIds, chromosomes }
}

async function normaliseFile(
  file: InputFile,
  report: FileReport,
  options: PrepareOptions,
): Promise<PreparedChromosome[]> {
  const { build, openSink, signal } = options
  const prepared: PreparedChromosome[] = []
  let current: ReturnType<typeof createOutput> | undefined
  const shape = { samples: report.samples, build, filters: report.filters }
  try {
    for await (const piece of normaliseVcf(textOf(file, report, options), shape)) {
      signal?.throwIfAborted()
      if (current?.chromosome !== piece.chromosome) {
        if (current !== undefined) prepared.push(await current.end())
        current = createOutput(piece.chromosome, await openSink(piece.chromosome))
      }
      await current.add(piece.text, piece.records)
    }
    if (current !== undefined) prepared.push(await current.end())
  } catch (error) {
    await current?.release()
    throw error
  }
  const records = prepared.reduce((sum, chromosome) => sum + chromosome.records, 0)
  if (records !== report.records) {
    throw refusal('input-refused.changed')
  }
  return prepared
}

function createOutput(chromosome: string, sink: ChromosomeSink) {
  const writer = createBgzfWriter(createNodeCompression())
  const hash = createHash('sha256')
  let sizeBytes = 0
  let records = 0

  async function write(blocks: readonly Uint8Array[]): Promise<void> {
    for (const block of blocks) {
      hash.update(block)
      sizeBytes += block.length
      await sink.write(block)
    }
  }

  return {
    chromosome,
    /** Lets go of the sink after a failure, whose error is the one to tell. */
    release: () => sink.close().catch(() => undefined),
    async add(text: Uint8Array, rows: number): Promise<void> {
      records += rows
      await write(await writer.push(text))
    },
    async end(): Promise<PreparedChromosome> {
      await write(await writer.end())
      await sink.close()
      return { chromosome, records, sizeBytes, sha256: hash.digest('hex') }
    },
  }
}

function textOf(
  file: InputFile,
  { container }: FileReport,
  { bcfToText = refuseBcf }: PrepareOptions,
): AsyncIterable<Uint8Array> {
  if (container === 'bcf') return bcfToText(file)
  // What is wrong with the container was found by the check; here it shows in the count of rows.
  const findings = createFindings()
  return readContainer(file.open(), createNodeCompression(), createContainerState(), findings)
}

const refuseBcf: BcfToText = async function* () {
  yield* await Promise.resolve([])
  return 'failed'
}
