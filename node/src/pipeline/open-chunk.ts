import type { ChunkSummary } from '@crosspanel/protocol/summary'
import { join } from 'node:path'
import { createBgzfWriter, type BgzfWriter } from './bgzf.ts'
import { chunkName, type Chunk } from './chunks.ts'
import { MIN_PANEL_OVERLAP } from './refusals.ts'

/** Thresholds of imputationserver2. */
const MIN_CHUNK_VARIANTS = 3
const MIN_SAMPLE_CALL_RATE = 0.5

export interface ControlledChunk {
  readonly summary: ChunkSummary
  /** The chromosome's name in the panel's files and in the chunk's. */
  readonly contig: string
  /** The chunk's typed variants with their phasing windows, BGZF without an index. */
  readonly target: string
}

/** A chunk being written, with what is counted inside it. */
export interface OpenChunk {
  readonly chunk: Chunk
  readonly target: string
  readonly writer: BgzfWriter
  readonly calledBySample: Uint32Array
  /** Records seen inside the chunk itself, kept or not. */
  records: number
  inPanel: number
  typedOnly: number
  remaining: number
  written: number
}

export async function openChunk(
  chunk: Chunk,
  at: { chunkDir: string; contig: string; samples: readonly string[] },
): Promise<OpenChunk> {
  const target = join(at.chunkDir, `${chunkName(chunk)}.vcf.gz`)
  const writer = await createBgzfWriter(target)
  writer.write(Buffer.from(chunkHeader(at.contig, at.samples)))
  return {
    chunk,
    target,
    writer,
    calledBySample: new Uint32Array(at.samples.length),
    records: 0,
    inPanel: 0,
    typedOnly: 0,
    remaining: 0,
    written: 0,
  }
}

function chunkHeader(contig: string, samples: readonly string[]): string {
  const columns = ['CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT']
  return [
    '##fileformat=VCFv4.2',
    '##FILTER=<ID=PASS,Description="All filters passed">',
    `##contig=<ID=${contig}>`,
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    `#${[...columns, ...samples].join('\t')}\n`,
  ].join('\n')
}

export function addCalled(total: Uint32Array, isCalled: Uint8Array): void {
  for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + (isCalled[i] ?? 0)
}

/** A row of `chunks-excluded.txt`. */
export function chunkRow(chunk: ChunkSummary): string {
  const { variants, panelOverlap, samplesWithLowCallRate } = chunk
  return `${chunkName(chunk)}\t${variants}\t${panelOverlap}\t${samplesWithLowCallRate}`
}

/** Whether the chunk is fit for imputation, and by what. */
export function summarise(open: OpenChunk): ChunkSummary {
  const { chunk, calledBySample, inPanel, typedOnly, remaining, written } = open
  const typed = inPanel + typedOnly
  const panelOverlap = typed === 0 ? 0 : inPanel / typed
  const minCalled = MIN_SAMPLE_CALL_RATE * remaining
  const samplesWithLowCallRate = calledBySample.filter((called) => called < minCalled).length
  const reason =
    typed > 0 && panelOverlap < MIN_PANEL_OVERLAP
      ? 'panel-overlap-low'
      : Math.min(inPanel, written) < MIN_CHUNK_VARIANTS
        ? 'too-few-variants'
        : samplesWithLowCallRate > 0
          ? 'sample-call-rate-low'
          : null
  return {
    ...chunk,
    status: reason === null ? 'kept' : 'excluded',
    reason,
    variants: remaining,
    variantsInPanel: inPanel,
    panelOverlap,
    samplesWithLowCallRate,
    outputVariants: null,
  }
}
