import type { GenomeBuild } from '../ids.ts'
import type { Inflate } from '../vcf/compression.ts'
import { detectBuild } from '../vcf/genome.ts'
import { judgeBuild } from './build-check.ts'
import { createContainerState, readContainer, type ContainerState } from './container.ts'
import { createFindings, type Findings } from './findings.ts'
import type { Header } from './header.ts'
import { maxRatioOf, type InputLimits } from './limits.ts'
import type { OnVariant, Rows } from './records.ts'
import { createScan, type Scan } from './scan.ts'
import type { FileReport } from './report.ts'
import type { Finding } from '../job.ts'

/** A file to check. `open` is called once, or twice for BCF, and begins at the first byte each time. */
export interface InputFile {
  readonly name: string
  open(): AsyncIterable<Uint8Array>
  /** What `open` gives is the beginning of the file alone: nothing is said of how it ends. */
  readonly isBeginning?: boolean
}

export type BcfEnding = 'complete' | 'failed'
/** Gives the VCF text of a BCF file. */
export type BcfToText = (file: InputFile) => AsyncGenerator<Uint8Array, BcfEnding>

export interface FileCheckOptions {
  readonly inflate: Inflate
  /** The build that the researcher declared. */
  readonly build: GenomeBuild | undefined
  readonly limits: InputLimits
  readonly bcfToText: BcfToText | undefined
  readonly signal: AbortSignal | undefined
  /** Milliseconds of any clock that does not go back. */
  readonly now: (() => number) | undefined
  readonly onVariant: OnVariant | undefined
}

export interface FileCheck {
  readonly report: FileReport
  readonly sampleIds: readonly string[]
  readonly findings: readonly Finding[]
  /** False when the samples were not read, because the header could not be. */
  readonly hasSamples: boolean
}

const NO_HEADER: Header = { sampleIds: [], contigLengths: new Map(), samples: 0 }
const NO_PAST_END = { count: 0, firstLine: 0 }
const NO_ROWS: Rows = {
  records: 0,
  chromosomes: {},
  impossible: { GRCh37: 0, GRCh38: 0 },
  pastEnd: { GRCh37: NO_PAST_END, GRCh38: NO_PAST_END, both: NO_PAST_END },
  hasChrPrefix: false,
  phased: 'unphased',
  filters: [],
}

export async function checkFile(file: InputFile, options: FileCheckOptions): Promise<FileCheck> {
  const findings = createFindings(file.name)
  const state = createContainerState(file.isBeginning)
  const scan = createScan(findings, options.limits, options.onVariant)
  const fence = createFence(state, scan, findings, options)
  await readThrough(readContainer(file.open(), options.inflate, state, findings), (chunk) =>
    state.container === 'bcf' ? fence.isOpen(0) : fence.isOpen(chunk.length) && scan.push(chunk),
  )
  if (state.container === 'bcf') await checkBcf(file, options, state, findings, scan, fence)
  if (file.isBeginning === true) scan.stop()
  const isUnchecked = state.container === 'bcf' && options.bcfToText === undefined
  return summarise(file.name, state, scan, findings, options.build, isUnchecked)
}

async function summarise(
  name: string,
  state: ContainerState,
  scan: Scan,
  findings: Findings,
  declared: GenomeBuild | undefined,
  isUnchecked: boolean,
): Promise<FileCheck> {
  const { header = NO_HEADER, rows = NO_ROWS, textBytes } = scan.finish(state.isCut)
  const { sampleIds, contigLengths } = header
  const { build } = detectBuild({
    contigLengths,
    impossible: rows.impossible,
    records: rows.records,
  })
  judgeBuild(findings, rows, declared, build)
  if (rows.phased === 'mixed') findings.add('phase-mixed')
  if (rows.hasChrPrefix) findings.add('chromosome-prefix')
  const { records, chromosomes, phased, hasChrPrefix, filters } = rows
  return {
    report: {
      name,
      container: state.container,
      samples: sampleIds.length,
      records,
      chromosomes,
      phased,
      hasChrPrefix,
      build,
      filters,
      sampleIdsDigest: await digestOf(sampleIds),
      textBytes,
    },
    sampleIds,
    findings: findings.list(),
    hasSamples: sampleIds.length > 0 && !isUnchecked,
  }
}

async function checkBcf(
  file: InputFile,
  { bcfToText }: FileCheckOptions,
  state: ContainerState,
  findings: Findings,
  scan: Scan,
  fence: Fence,
): Promise<void> {
  if (bcfToText === undefined) {
    findings.add('container-bcf-unchecked')
    return
  }
  findings.add('container-bcf')
  const ending = await readThrough(
    bcfToText(file),
    (chunk) => fence.isOpen(chunk.length) && scan.push(chunk),
  )
  if (ending !== 'failed') return
  state.isCut = true
  findings.add('container-bcf-unreadable')
}

/** Reads until `take` answers false. Answers how the stream ended, if it did. */
async function readThrough<Ending>(
  stream: AsyncGenerator<Uint8Array, Ending>,
  take: (chunk: Uint8Array) => boolean,
): Promise<Ending | undefined> {
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return next.value
    if (take(next.value)) continue
    // The ending is of no interest to a reader that stops early.
    await stream.return(undefined as Ending)
    return undefined
  }
}

type Fence = ReturnType<typeof createFence>

/** The limits of size, ratio and time (T16), looked at for every piece of text. */
function createFence(
  state: ContainerState,
  scan: Scan,
  findings: Findings,
  { limits, signal, now }: FileCheckOptions,
) {
  const deadline = now === undefined ? Infinity : now() + limits.maxWallTimeMs
  let textBytes = 0

  /** Tells of the limit that is broken, if one is. */
  function isBroken(): boolean {
    if (signal?.aborted === true) {
      findings.add('check-stopped')
      return true
    }
    if (now !== undefined && now() > deadline) {
      findings.add('time-limit', { params: { seconds: limits.maxWallTimeMs / 1000 } })
      return true
    }
    if (textBytes > limits.maxTextBytes) {
      findings.add('size-limit', { params: { bytes: limits.maxTextBytes } })
      return true
    }
    const ratio = textBytes / Math.max(1, state.compressedBytes)
    if (textBytes > limits.ratioGraceBytes && ratio > maxRatioOf(limits, scan.samples())) {
      findings.add('ratio-limit', { params: { ratio: Math.round(ratio) } })
      return true
    }
    return false
  }

  return {
    /** Whether another piece of `sizeBytes` may be read. */
    isOpen(sizeBytes: number): boolean {
      textBytes += sizeBytes
      if (!isBroken()) return true
      scan.stop()
      return false
    },
  }
}

async function digestOf(sampleIds: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(sampleIds.join('\n'))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
