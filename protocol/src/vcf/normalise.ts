import type { GenomeBuild } from '../ids.ts'
import { jobLocalSampleId } from '../job.ts'
import { DomainError } from '../problem.ts'
import { HASH, latin1, type Bytes } from './bytes.ts'
import { chromosomeLengthBp, chromosomeOf } from './genome.ts'
import { createLineReader } from './lines.ts'
import { createNormalisedRow } from './normalised-row.ts'
import { COLUMN, createRowColumns, splitColumns } from './rows.ts'

/** What the input check found: text of another shape is refused. */
export interface NormaliseShape {
  readonly samples: number
  readonly build: GenomeBuild
  /** FILTER values that occur, without PASS and the dot. */
  readonly filters: readonly string[]
}

export interface NormalisedText {
  /** `1` to `22`. Each chromosome is a whole VCF with a header of its own. */
  readonly chromosome: string
  /** Rows in `text`. */
  readonly records: number
  readonly text: Bytes
}

const MAX_LINE_BYTES = 64 * 1024 ** 2

/**
 * The only form in which genotypes leave the home site: sites, FILTER and GT, under job-local sample
 * ids. No header line, sample id, INFO or other FORMAT field of the original is copied (T1).
 * Refuses, as `input-refused`, what the input check does not accept.
 */
export async function* normaliseVcf(
  text: AsyncIterable<Uint8Array>,
  shape: NormaliseShape,
): AsyncGenerator<NormalisedText> {
  const normaliser = createNormaliser(shape)
  const lines = createLineReader(MAX_LINE_BYTES, (data, start, end) => {
    if (start < end && data[start] !== HASH) normaliser.row(data, start, end)
    return true
  })
  for await (const chunk of text) {
    if (lines.push(chunk) === 'too-long') throw refused('a line is too long')
    yield* normaliser.take()
  }
  lines.end()
  yield* normaliser.take()
}

/** The header of a chromosome's normalised VCF, column line included. */
export function normalisedHeader(chromosome: string, shape: NormaliseShape): string {
  const length = chromosomeLengthBp(shape.build, Number(chromosome))
  const ids = Array.from({ length: shape.samples }, (_, index) => jobLocalSampleId(index))
  return [
    '##fileformat=VCFv4.2',
    '##FILTER=<ID=PASS,Description="All filters passed">',
    ...shape.filters.map((filter) => `##FILTER=<ID=${filter},Description="${filter}">`),
    `##contig=<ID=${chromosome},length=${length}>`,
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...ids].join('\t'),
    '',
  ].join('\n')
}

function createNormaliser(shape: NormaliseShape) {
  const columns = createRowColumns()
  const row = createNormalisedRow(shape)
  let done: NormalisedText[] = []
  let contig = ''
  let chromosome = ''

  function finishPiece(): void {
    if (row.isEmpty()) return
    done.push({ chromosome, ...row.take() })
  }

  function enter(name: string): void {
    contig = name
    const entered = chromosomeOf(name)
    if (entered.kind !== 'autosome') throw refused('a row is not of an autosome')
    if (entered.name === chromosome) return
    finishPiece()
    chromosome = entered.name
    row.begin(chromosome, normalisedHeader(chromosome, shape))
  }

  return {
    row(data: Uint8Array, start: number, end: number): void {
      const samplesStart = splitColumns(columns, data, start, end)
      if (samplesStart === 0) throw refused('a row has too few columns')
      const name = latin1(data, start, Math.min(columns.ends[COLUMN.CHROM] ?? 0, start + 100))
      if (name !== contig) enter(name)
      const problem = row.write(columns, data, samplesStart, end)
      if (problem !== undefined) throw refused(problem)
    },
    take(): NormalisedText[] {
      finishPiece()
      const pieces = done
      done = []
      return pieces
    },
  }
}

function refused(why: string): DomainError {
  return new DomainError('input-refused', `the file is not what was checked: ${why}`)
}
