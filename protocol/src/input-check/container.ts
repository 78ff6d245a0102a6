import { inflateBlock, readBgzf, bgzfBlockSize } from '../vcf/bgzf.ts'
import { hasBytesAt, latin1, peek } from '../vcf/bytes.ts'
import type { Inflate } from '../vcf/compression.ts'
import type { FindingKey } from '../findings.ts'
import type { Findings } from './findings.ts'
import type { Container } from './report.ts'

/** Enough for the longest signature, and for a BGZF header with other extra fields. */
const HEAD_BYTES = 512

/** What is known of a file while its text is read. */
export interface ContainerState {
  container: Container
  compressedBytes: number
  /** The text ends before the file's real end, so its last line may be a part of one. */
  isCut: boolean
  /** Only the beginning of the file is read, so that it ends early says nothing. */
  readonly isBeginning: boolean
}

export function createContainerState(isBeginning = false): ContainerState {
  return { container: 'unknown', compressedBytes: 0, isCut: false, isBeginning }
}

type ForeignFile = Extract<
  FindingKey,
  `container-${'zip' | 'compressed-twice' | 'html' | 'consumer-table' | 'unknown'}${string}`
>

const SIGNATURES: readonly { bytes: readonly number[]; is: ForeignFile }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], is: 'container-zip.full' },
  { bytes: [0x50, 0x4b, 0x05, 0x06], is: 'container-zip.empty' },
  { bytes: [0x1f, 0x8b], is: 'container-compressed-twice' },
  { bytes: [0x42, 0x41, 0x4d, 1], is: 'container-unknown.bam' },
  { bytes: [0x43, 0x52, 0x41, 0x4d], is: 'container-unknown.cram' },
  { bytes: [0x42, 0x5a, 0x68], is: 'container-unknown.bzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58], is: 'container-unknown.xz' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], is: 'container-unknown.zstd' },
  { bytes: [0x6c, 0x1b], is: 'container-unknown.plink' },
]
/** `ustar`, where a tar archive has it (POSIX 1003.1, ustar interchange format). */
const TAR = [0x75, 0x73, 0x74, 0x61, 0x72]
const TAR_AT = 257
const GZIP = [0x1f, 0x8b]
const BCF = [0x42, 0x43, 0x46]

/**
 * Opens a file whatever its container and gives its text. What is wrong with the container goes to
 * `findings`; the text that could be read before is given all the same, so that one check tells
 * about both. Nothing is given for a file that is no VCF and no BCF.
 */
export async function* readContainer(
  source: AsyncIterable<Uint8Array>,
  inflate: Inflate,
  state: ContainerState,
  findings: Findings,
): AsyncGenerator<Uint8Array> {
  const { head, stream } = await peek(counted(source, state), HEAD_BYTES)
  if (head.length === 0) {
    findings.add('file-empty.bytes')
    return
  }
  const text = await peek(inflated(head, stream, inflate, state, findings), HEAD_BYTES)
  const problem = text.head.length === 0 ? undefined : problemOfText(text.head)
  if (problem !== undefined) {
    findings.add(problem)
    state.container = 'unknown'
    // A generator that was never begun runs no `finally`: it is begun, so that its source is let go.
    await text.stream.next()
    await text.stream.return(undefined)
    return
  }
  if (hasBytesAt(text.head, BCF)) state.container = 'bcf'
  yield* text.stream
  if (!state.isCut) noteContainer(state.container, findings)
}

function inflated(
  head: Uint8Array,
  stream: AsyncGenerator<Uint8Array>,
  inflate: Inflate,
  state: ContainerState,
  findings: Findings,
): AsyncGenerator<Uint8Array> {
  if (!hasBytesAt(head, GZIP)) {
    state.container = 'text'
    return stream
  }
  const isBgzf = bgzfBlockSize(head) !== undefined && head.length >= 18
  state.container = isBgzf ? 'bgzf' : 'gzip'
  return (isBgzf ? readBgzfText : readGzipText)(stream, inflate, state, findings)
}

async function* readBgzfText(
  stream: AsyncGenerator<Uint8Array>,
  inflate: Inflate,
  state: ContainerState,
  findings: Findings,
): AsyncGenerator<Uint8Array> {
  const blocks = readBgzf(stream)
  let textBytes = 0
  let count = 0
  try {
    for (;;) {
      const next = await blocks.next()
      if (next.done === true) {
        const after = { params: { blocks: count } }
        state.isCut = next.value === 'truncated' || next.value === 'trailing'
        if (next.value === 'truncated') findings.add('bgzf-truncated', after)
        if (next.value === 'trailing') findings.add('bgzf-trailing-data', after)
        if (next.value === 'no-eof-block') findings.add('bgzf-eof-missing', after)
        break
      }
      count += 1
      const text = await inflateBlock(next.value, inflate)
      if (text === undefined) {
        findings.add('bgzf-damaged', { params: { block: count } })
        state.isCut = true
        break
      }
      textBytes += text.length
      if (text.length > 0) yield text
    }
  } finally {
    // Whoever stops early lets the file go.
    await blocks.return('truncated')
  }
  if (textBytes === 0 && !state.isCut) findings.add('file-empty.text')
}

async function* readGzipText(
  stream: AsyncGenerator<Uint8Array>,
  inflate: Inflate,
  state: ContainerState,
  findings: Findings,
): AsyncGenerator<Uint8Array> {
  const tail = createTail()
  const pieces = inflate.gunzip(tail.watch(stream))
  let textBytes = 0
  try {
    for (;;) {
      const next = await pieces.next()
      if (next.done !== true) {
        textBytes += next.value.length
        yield next.value
        continue
      }
      const after = { params: { bytes: textBytes } }
      if (state.isBeginning) return
      state.isCut = next.value !== 'complete'
      if (next.value === 'truncated') findings.add('gzip-truncated', after)
      if (next.value === 'damaged') findings.add('gzip-damaged', after)
      break
    }
  } finally {
    await pieces.return('truncated')
  }
  if (state.isCut) return
  if (textBytes === 0) findings.add('file-empty.text')
  // The last member ends with its text's length modulo 2^32: another length tells of earlier members.
  else if (tail.uint32() !== textBytes % 2 ** 32) state.container = 'gzip-members'
}

/** What is wrong with a text that does not look like VCF or BCF. */
function problemOfText(head: Uint8Array): ForeignFile | undefined {
  if (hasBytesAt(head, BCF)) return undefined
  const signature = SIGNATURES.find(({ bytes }) => hasBytesAt(head, bytes))
  if (signature !== undefined) return signature.is
  if (hasBytesAt(head, TAR, TAR_AT)) return 'container-unknown.tar'
  const text = latin1(head, 0, Math.min(head.length, HEAD_BYTES))
  if (/^\s*(<!doctype|<html|<head|<body|<\?xml)/i.test(text)) {
    return 'container-html'
  }
  const isTable = /^(#[^\n]*\n)*#?\s*"?rsid[\t,"]/i.test(text)
  if (isTable || /^(#(?!CHROM)[^\n]*\r?\n)*rs\d+\t\w+\t\d+\t[ACGTDI-]{1,2}\r?(\n|$)/.test(text)) {
    return 'container-consumer-table'
  }
  // Tab, line feed and carriage return are the only control characters of a text; a line that
  // begins as VCF does is left to the header check, whatever else is in it.
  const isBinary = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) && !text.startsWith('##fileformat')
  return isBinary ? 'container-unknown.binary' : undefined
}

function noteContainer(container: Container, findings: Findings): void {
  if (container === 'gzip') findings.add('container-gzip')
  if (container === 'gzip-members') findings.add('container-gzip-members')
  if (container === 'text') findings.add('container-text')
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  state: ContainerState,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    state.compressedBytes += chunk.length
    yield chunk
  }
}

const TAIL_BYTES = 4

/** Remembers the last four bytes of a stream. */
function createTail() {
  let last: number[] = []
  return {
    async *watch(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of source) {
        last = [...last, ...chunk.subarray(-TAIL_BYTES)].slice(-TAIL_BYTES)
        yield chunk
      }
    },
    uint32: (): number => last.reduceRight((value, byte) => value * 256 + byte, 0),
  }
}
