import type { GenomeBuild } from '../ids.ts'
import { HASH } from '../vcf/bytes.ts'
import type { Inflate } from '../vcf/compression.ts'
import { detectBuild } from '../vcf/genome.ts'
import { createLineReader } from '../vcf/lines.ts'
import { createContainerState, readContainer, type ContainerState } from './container.ts'
import { createFindings, type Findings } from './findings.ts'
import { createHeaderReader, type Header, type HeaderStep } from './header.ts'
import { maxRatioOf, type InputLimits } from './limits.ts'
import { createRecordReader } from './records.ts'
import type { FileReport } from './report.ts'
import type { Finding } from '../job.ts'

/** A file to check. `open` is called once, or twice for BCF, and begins at the first byte each time. */
export interface InputFile {
  readonly name: string
  open(): AsyncIterable<Uint8Array>
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
}

export interface FileCheck {
  readonly report: FileReport
  readonly sampleIds: readonly string[]
  readonly findings: readonly Finding[]
  /** False when the samples were not read, because the header could not be. */
  readonly hasSamples: boolean
}

export async function checkFile(file: InputFile, options: FileCheckOptions): Promise<FileCheck> {
  const findings = createFindings(file.name)
  const state = createContainerState()
  const scan = createScan(findings, options.limits)
  const fence = createFence(state, scan, findings, options)
  await readThrough(readContainer(file.open(), options.inflate, state, findings), (chunk) =>
    state.container === 'bcf' ? fence.isOpen(0) : fence.isOpen(chunk.length) && scan.push(chunk),
  )
  if (state.container === 'bcf') await checkBcf(file, options, state, findings, scan, fence)
  const isUnchecked = state.container === 'bcf' && options.bcfToText === undefined
  return scan.finish(file.name, state, options.build, isUnchecked)
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
    findings.add('container-bcf-unchecked', 'BCF')
    return
  }
  findings.add('container-bcf', 'BCF')
  const ending = await readThrough(
    bcfToText(file),
    (chunk) => fence.isOpen(chunk.length) && scan.push(chunk),
  )
  if (ending !== 'failed') return
  state.isCut = true
  findings.add('container-bcf-unreadable', 'bcftools ended with an error')
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

  function broken(): Parameters<Findings['add']> | undefined {
    if (signal?.aborted === true) return ['check-stopped', 'a request to stop']
    if (now !== undefined && now() > deadline) {
      return ['time-limit', `more than ${limits.maxWallTimeMs / 1000} s`]
    }
    if (textBytes > limits.maxTextBytes) {
      return ['size-limit', `more than ${limits.maxTextBytes} bytes of text`]
    }
    const ratio = textBytes / Math.max(1, state.compressedBytes)
    if (textBytes > limits.ratioGraceBytes && ratio > maxRatioOf(limits, scan.samples())) {
      return ['ratio-limit', `${Math.round(ratio)} bytes of text for each byte of the file`]
    }
    return undefined
  }

  return {
    /** Whether another piece of `sizeBytes` may be read. */
    isOpen(sizeBytes: number): boolean {
      textBytes += sizeBytes
      const reason = broken()
      if (reason === undefined) return true
      findings.add(...reason)
      scan.stop()
      return false
    },
  }
}

type Scan = ReturnType<typeof createScan>

/** Header and rows of one file, line by line. */
function createScan(findings: Findings, limits: InputLimits) {
  const headerReader = createHeaderReader(findings, limits)
  let records: ReturnType<typeof createRecordReader> | undefined
  let header: Header | undefined
  let step: HeaderStep = 'header'
  let line = 0
  let textBytes = 0
  let isStopped = false

  const lines = createLineReader(limits.maxLineBytes, (data, start, end, hadReturn) => {
    line += 1
    if (hadReturn) findings.add('line-ends-crlf', 'a line that ends with CRLF', { line })
    if (start === end) {
      findings.add('lines-empty', 'a line without text', { line })
      return true
    }
    return step === 'header' ? takeHeader(data, start, end) : takeRow(data, start, end)
  })

  function takeHeader(data: Uint8Array, start: number, end: number): boolean {
    step = headerReader.take(data, start, end, line)
    if (step === 'header') return true
    header = headerReader.header()
    if (step === 'stop' || header.samples === 0) return false
    records = createRecordReader(header.samples, findings, limits)
    return true
  }

  function takeRow(data: Uint8Array, start: number, end: number): boolean {
    if (data[start] !== HASH) return records?.take(data, start, end, line) ?? false
    findings.add('header-in-body', 'a header line after the column line', { line })
    return true
  }

  return {
    samples: () => header?.samples ?? 0,
    stop: () => {
      isStopped = true
    },
    /** Takes a piece of text. Answers whether to read on. */
    push(chunk: Uint8Array): boolean {
      textBytes += chunk.length
      const result = lines.push(chunk)
      if (result === 'more') return true
      isStopped = true
      if (result === 'too-long') {
        findings.add('line-limit', `a line of more than ${limits.maxLineBytes} bytes`, {
          line: line + 1,
        })
      }
      return false
    },
    async finish(
      name: string,
      state: ContainerState,
      declared: GenomeBuild | undefined,
      isUnchecked: boolean,
    ): Promise<FileCheck> {
      // The last line of a cut file is most likely a part of one.
      if (!isStopped && !state.isCut) lines.end()
      if (textBytes > 0 && step === 'header' && !isStopped) {
        findings.add('header-missing', 'no column line in the whole file')
      }
      const rows = records?.result()
      if (header?.samples && rows?.records === 0 && !isStopped && !findings.has('column-count')) {
        findings.add('records-missing', 'a header and no row')
      }
      const contigLengths = header?.contigLengths ?? new Map<number, number>()
      const impossible = rows?.impossible ?? { GRCh37: 0, GRCh38: 0 }
      const build = detectBuild({ contigLengths, impossible }).build
      if (rows !== undefined) judgeBuild(findings, rows, declared, build)
      if (rows?.phased === 'mixed') findings.add('phase-mixed', 'both / and | in genotypes')
      if (rows?.hasChrPrefix === true) findings.add('chromosome-prefix', 'chr before the number')
      const sampleIds = header?.sampleIds ?? []
      return {
        report: {
          name,
          container: state.container,
          samples: sampleIds.length,
          records: rows?.records ?? 0,
          chromosomes: rows?.chromosomes ?? {},
          phased: rows?.phased ?? 'unphased',
          hasChrPrefix: rows?.hasChrPrefix ?? false,
          build,
          filters: rows?.filters ?? [],
          sampleIdsDigest: await digestOf(sampleIds),
          textBytes,
        },
        sampleIds,
        findings: findings.list(),
        hasSamples: sampleIds.length > 0 && !isUnchecked,
      }
    },
  }
}

/** Positions that the declared build does not have: another build, or wrong rows. */
function judgeBuild(
  findings: Findings,
  { impossible, pastEnd }: ReturnType<ReturnType<typeof createRecordReader>['result']>,
  declared: GenomeBuild | undefined,
  detected: GenomeBuild | 'unknown',
): void {
  if (declared !== undefined && detected !== 'unknown' && detected !== declared) {
    const rows = impossible[declared]
    const evidence =
      rows > 0 ? `${rows} rows where ${declared} has no sequence` : '##contig lengths'
    findings.add('build-mismatch', `declared ${declared}, but ${evidence} show ${detected}`, {
      count: Math.max(1, rows),
    })
    return
  }
  const build = declared ?? (detected === 'unknown' ? 'both' : detected)
  const { count, firstLine } = pastEnd[build]
  if (count === 0) return
  const where = build === 'both' ? 'in both builds' : `in ${build}`
  findings.add('position-past-end', `a position after the chromosome's end ${where}`, {
    line: firstLine,
    count,
  })
}

async function digestOf(sampleIds: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(sampleIds.join('\n'))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
