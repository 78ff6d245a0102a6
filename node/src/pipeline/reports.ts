import type { RunSummary } from '@crosspanel/protocol/summary'
import { copyFile, access } from 'node:fs/promises'
import { join } from 'node:path'
import { commitFile, writeFileDurably } from './digests.ts'
import type { PanelFiles, PipelineOutput } from './job.ts'
import { STATISTICS_TABLES } from './statistics-files.ts'

type Control = Pick<RunSummary, 'qualityControl' | 'chunks'>

/** Puts the statistics tables, `qc_report.txt` and `summary.json` beside the results. */
export async function writeReports(
  summary: RunSummary,
  panel: PanelFiles,
  { statisticsDir, outDir }: { statisticsDir: string; outDir: string },
): Promise<PipelineOutput[]> {
  const outputs: PipelineOutput[] = []
  for (const name of STATISTICS_TABLES) {
    const source = join(statisticsDir, name)
    const isThere = await access(source).then(
      () => true,
      () => false,
    )
    if (!isThere) continue
    const partial = join(outDir, `part.${name}`)
    await copyFile(source, partial)
    await commitFile(partial, join(outDir, name))
    outputs.push({ name, path: join(outDir, name) })
  }
  const texts = {
    'qc_report.txt': qualityControlReport(summary, panel),
    'summary.json': `${JSON.stringify(summary, null, 2)}\n`,
  }
  for (const [name, text] of Object.entries(texts)) {
    await writeFileDurably(join(outDir, name), text)
    outputs.push({ name, path: join(outDir, name) })
  }
  return outputs
}

/** The text that imputationserver2 writes, line for line, so that people's scripts find what they look for. */
export function qualityControlReport(
  { qualityControl, chunks }: Control,
  panel: PanelFiles,
): string {
  return [
    `::log:: Reference Panel Ranges: ${rangesOf(panel, qualityControl)}`,
    '::message:: Calculating QC Statistics',
    '::group type=message::',
    ...statisticsLines(qualityControl),
    '::endgroup::',
    '::group type=warning::',
    ...exclusionLines(qualityControl),
    ...chunkLines(chunks),
    '',
    '::endgroup::',
    '',
  ].join('\n')
}

function rangesOf(panel: PanelFiles, counts: Control['qualityControl']): string {
  if (counts.outsidePanelRange === 0) return 'genome-wide'
  return panel.chromosomes
    .map(({ chromosome, start, end }) => `${chromosome}:${start}-${end}`)
    .join(', ')
}

function statisticsLines(counts: Control['qualityControl']): string[] {
  const overlap = (counts.inPanel / Math.max(1, counts.inPanel + counts.typedOnly)) * 100
  return [
    '<b>Statistics:</b>',
    `Alternative allele frequency > 0.5 sites: ${grouped(counts.alternateAlleleOverHalf)}`,
    `Reference Overlap: ${twoDecimals(overlap)} %`,
    `Match: ${grouped(counts.match)}`,
    `Allele switch: ${grouped(counts.alleleSwitch)}`,
    `Strand flip: ${grouped(counts.strandFlip)}`,
    `Strand flip and allele switch: ${grouped(counts.strandFlipAndAlleleSwitch)}`,
    `A/T, C/G genotypes: ${grouped(counts.palindromic)}`,
    '<b>Filtered sites:</b>',
    `Filter flag set: ${grouped(counts.filterFlag)}`,
    `Invalid alleles: ${grouped(counts.invalidAlleles)}`,
    `Multiallelic sites: ${grouped(counts.multiallelic)}`,
    `Duplicated sites: ${grouped(counts.duplicates)}`,
    `NonSNP sites: ${grouped(counts.indels)}`,
    `Monomorphic sites: ${grouped(counts.monomorphic)}`,
    `Allele mismatch: ${grouped(counts.alleleMismatch)}`,
    `SNPs call rate < 90%: ${grouped(counts.lowCallRate)}`,
  ]
}

function exclusionLines(counts: Control['qualityControl']): string[] {
  return [
    `Excluded sites in total: ${grouped(counts.excluded)}`,
    `Remaining sites in total: ${grouped(counts.remaining)}`,
    ...(counts.excluded > 0 ? ['See snps-excluded.txt for details'] : []),
    ...(counts.typedOnly > 0
      ? [`Typed only sites: ${grouped(counts.typedOnly)}`, 'See typed-only.txt for details']
      : []),
  ]
}

const CHUNK_WORDS = {
  'too-few-variants': '< 3 SNPs',
  'sample-call-rate-low': 'at least one sample has a call rate < 50.0%',
  'panel-overlap-low': 'reference overlap < 50.0%',
} as const

function chunkLines(chunks: Control['chunks']): string[] {
  const lines = Object.entries(CHUNK_WORDS).flatMap(([reason, words]) => {
    const excluded = chunks.filter((chunk) => chunk.reason === reason).length
    if (excluded === 0) return []
    const line = `<b>Warning:</b> ${grouped(excluded)} Chunk(s) excluded: ${words} (see chunks-excluded.txt for details).`
    return ['', line]
  })
  if (lines.length === 0) return []
  const kept = chunks.filter(({ status }) => status === 'kept').length
  return [...lines, '', `Remaining chunk(s): ${grouped(kept)}`]
}

const grouped = (count: number) => count.toLocaleString('en-US')

/** Two decimals; Java's DecimalFormat leaves out a leading zero here. */
const twoDecimals = (value: number) => value.toFixed(2).replace(/^0\./, '.')
