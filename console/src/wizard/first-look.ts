import { type InputFile } from '@crosspanel/protocol/input-check/check-file'
import { checkInput } from '@crosspanel/protocol/input-check/check'
import type { InputReport } from '@crosspanel/protocol/input-check/report'
import { createVariantSketch, type VariantSketch } from '@crosspanel/protocol/variant-sketch'
import { BGZF_EOF, bgzfBlockSize, inflateBlock, readBgzf } from '@crosspanel/protocol/vcf/bgzf'
import { hasBytesAt, latin1 } from '@crosspanel/protocol/vcf/bytes'
import type { Inflate } from '@crosspanel/protocol/vcf/compression'
import { chromosomeOf } from '@crosspanel/protocol/vcf/genome'
import { sha256Hex } from '@crosspanel/protocol/digest'

/** What is read of each file before a word is said about it: its first MiB and its last 64 KiB. */
export const HEAD_BYTES = 1024 ** 2
export const TAIL_BYTES = 64 * 1024
const FEED_BYTES = 64 * 1024

/** What the look needs of a browser's `File`. */
export interface PickedFile {
  readonly name: string
  readonly size: number
  /** Milliseconds since 1970. */
  readonly lastModified: number
  slice(start: number, end: number): Blob
}

/** Tells a file from a changed one, and from another of the same name. */
export interface FileIdentity {
  readonly name: string
  readonly size: number
  readonly lastModified: number
  /** SHA-256 of the first MiB. */
  readonly headSha256: string
}

export interface FirstLook {
  readonly report: InputReport
  readonly files: readonly FileIdentity[]
  /** Autosomes from the first row to the last of each file, as far as both could be read. */
  readonly chromosomes: readonly string[]
  /** Of the sites that were read. */
  readonly sketch: VariantSketch
  /** Every byte was read: the files are small. */
  readonly isWhole: boolean
  readonly bytesRead: number
}

/** Any number of samples: which number a panel takes is judged for each panel. */
const ANY_NUMBER = { minSamples: 1, maxSamples: Number.MAX_SAFE_INTEGER }

/**
 * Looks at the beginning and the end of each file with the node's own input check. A file that is small
 * is read whole. Sample ids stay in here.
 */
export async function lookAt(files: readonly PickedFile[], inflate: Inflate): Promise<FirstLook> {
  const windows = await Promise.all(files.map((file) => readWindow(file)))
  const sketch = createVariantSketch()
  const { report } = await checkInput(
    windows.map((window) => inputOf(window)),
    { inflate, policy: ANY_NUMBER, onVariant: sketch.add },
  )
  const chromosomes = new Set<string>()
  for (const [index, window] of windows.entries()) {
    const seen = Object.keys(report.files[index]?.chromosomes ?? {})
    const last = window.isWhole ? undefined : await lastChromosome(window.tail, inflate)
    for (const chromosome of between(seen, last)) chromosomes.add(chromosome)
  }
  return {
    report,
    files: windows.map(({ identity }) => identity),
    chromosomes: [...chromosomes].toSorted((a, b) => Number(a) - Number(b)),
    sketch: sketch.finish(),
    isWhole: windows.every((window) => window.isWhole),
    bytesRead: windows.reduce((sum, { head, tail }) => sum + head.length + tail.length, 0),
  }
}

interface Window {
  readonly identity: FileIdentity
  readonly head: Uint8Array
  /** Empty when the head is the whole file. */
  readonly tail: Uint8Array
  readonly isWhole: boolean
}

export async function identify(file: PickedFile): Promise<FileIdentity> {
  return identityOf(file, await bytesOf(file, 0, Math.min(file.size, HEAD_BYTES)))
}

/** What is not as it was, in the order in which people look: nothing when it is the same file. */
export function changeOf(
  before: FileIdentity,
  now: FileIdentity,
): 'name' | 'size' | 'time' | 'content' | undefined {
  if (before.name !== now.name) return 'name'
  if (before.size !== now.size) return 'size'
  if (before.headSha256 !== now.headSha256) return 'content'
  return before.lastModified === now.lastModified ? undefined : 'time'
}

async function readWindow(file: PickedFile): Promise<Window> {
  const isWhole = file.size <= HEAD_BYTES + TAIL_BYTES
  const head = await bytesOf(file, 0, isWhole ? file.size : HEAD_BYTES)
  const tail = isWhole ? new Uint8Array() : await bytesOf(file, file.size - TAIL_BYTES, file.size)
  return { identity: await identityOf(file, head.subarray(0, HEAD_BYTES)), head, tail, isWhole }
}

async function identityOf(
  { name, size, lastModified }: PickedFile,
  head: Uint8Array,
): Promise<FileIdentity> {
  return { name, size, lastModified, headSha256: await sha256Hex(head) }
}

async function bytesOf(file: PickedFile, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer())
}

function inputOf({ identity: { name }, head, tail, isWhole }: Window): InputFile {
  if (isWhole) return { name, open: () => inPieces(head) }
  if (bgzfBlockSize(head) === undefined) {
    return { name, isBeginning: true, open: () => inPieces(head) }
  }
  // Whole blocks, and the real end of the file, so that a missing end is seen and a cut block is not made up.
  const end = tail.subarray(-BGZF_EOF.length)
  const blocks = head.subarray(0, endOfBlocks(head))
  const pieces = hasBytesAt(end, [...BGZF_EOF]) ? [blocks, end] : [blocks]
  return { name, isBeginning: true, open: () => inPieces(...pieces) }
}

/** Where the last whole block of `head` ends; its whole length when something else than a block comes. */
function endOfBlocks(head: Uint8Array): number {
  let at = 0
  for (;;) {
    const size = bgzfBlockSize(head, at)
    if (size === undefined) return head.length
    if (size === 0 || at + size > head.length) return at
    at += size
  }
}

async function* inPieces(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += FEED_BYTES) {
      yield await Promise.resolve(part.subarray(at, at + FEED_BYTES))
    }
  }
}

/** The autosome of the last row of a BGZF file, or undefined where its end tells none. */
async function lastChromosome(tail: Uint8Array, inflate: Inflate): Promise<string | undefined> {
  const start = firstBlock(tail)
  if (start === undefined) return undefined
  let text = ''
  for await (const block of readBgzf(inPieces(tail.subarray(start)))) {
    const bytes = await inflateBlock(block, inflate)
    if (bytes === undefined) return undefined
    if (bytes.length > 0) text = text.slice(-TAIL_BYTES) + latin1(bytes, 0, bytes.length)
  }
  const rows = text.split('\n').slice(1)
  const row = rows.findLast((line) => /^[^\t#]+\t\d+\t/.test(line))
  const chromosome = row === undefined ? undefined : chromosomeOf(row.slice(0, row.indexOf('\t')))
  return chromosome?.kind === 'autosome' ? chromosome.name : undefined
}

/** Where a chain of blocks begins that reaches the end of `tail`. */
function firstBlock(tail: Uint8Array): number | undefined {
  for (let start = 0; start < tail.length; start++) {
    if (tail[start] !== 0x1f) continue
    let at = start
    for (let size = bgzfBlockSize(tail, at); size !== undefined && size > 0;) {
      at += size
      size = at < tail.length ? bgzfBlockSize(tail, at) : 0
    }
    if (at === tail.length) return start
  }
  return undefined
}

/** Files are sorted, so what lies between the first and the last chromosome is taken to be there. */
function between(seen: readonly string[], last: string | undefined): string[] {
  const numbers = [...seen, ...(last === undefined ? [] : [last])].map(Number)
  if (numbers.length === 0) return []
  if (last === undefined) return [...seen]
  const [from, to] = [Math.min(...numbers), Math.max(...numbers)]
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
}
