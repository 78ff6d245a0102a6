import type { GenomeBuild } from '../ids.ts'

/** Chromosome lengths in bp, chromosomes 1 to 22 in order (NCBI GCF_000001405.25 and .40). */
const LENGTHS_BP: Record<GenomeBuild, readonly number[]> = {
  GRCh37: [
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022,
    141213431, 135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210,
    78077248, 59128983, 63025520, 48129895, 51304566,
  ],
  GRCh38: [
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636,
    138394717, 133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441,
    80373285, 58617616, 64444167, 46709983, 50818468,
  ],
}

/** First sequenced position of the chromosomes whose short arm is a gap: no variant is known before it. */
const FIRST_SEQUENCED_BP: Record<GenomeBuild, Readonly<Record<number, number>>> = {
  GRCh37: { 13: 19020001, 14: 19000001, 15: 20000001, 21: 9411194, 22: 16050001 },
  GRCh38: { 13: 16000001, 14: 16000001, 15: 17000001, 21: 5010001, 22: 10510001 },
}

/** What a contig name means, whatever its prefix: `kind` `other` is a scaffold, a decoy or a mistake. */
export interface Chromosome {
  /** `1` to `22`, `X`, `Y` or `MT`; the name itself for `other`. */
  readonly name: string
  readonly kind: 'autosome' | 'X' | 'Y' | 'MT' | 'other'
  /** 1 to 22 for an autosome, else 0. */
  readonly number: number
  readonly hasPrefix: boolean
}

const OTHER_NAMES: Readonly<Record<string, 'X' | 'Y' | 'MT'>> = {
  X: 'X',
  '23': 'X',
  '25': 'X',
  XY: 'X',
  PAR1: 'X',
  PAR2: 'X',
  Y: 'Y',
  '24': 'Y',
  MT: 'MT',
  M: 'MT',
  '26': 'MT',
}

/** Reads a contig name: `22`, `chr22`, `X`, `23`, `chrM` and the like. */
export function chromosomeOf(contig: string): Chromosome {
  const bare = contig.replace(/^chr/i, '')
  const hasPrefix = bare !== contig
  if (/^([1-9]|1[0-9]|2[0-2])$/.test(bare)) {
    return { name: bare, kind: 'autosome', number: Number(bare), hasPrefix }
  }
  const known = Object.hasOwn(OTHER_NAMES, bare) ? OTHER_NAMES[bare] : undefined
  return known === undefined
    ? { name: contig, kind: 'other', number: 0, hasPrefix }
    : { name: known, kind: known, number: 0, hasPrefix }
}

/** Length of an autosome in bp, or 0 for anything else. */
export function chromosomeLengthBp(build: GenomeBuild, chromosome: number): number {
  return LENGTHS_BP[build][chromosome - 1] ?? 0
}

/** First position of an autosome that the build has sequence for. */
export function firstSequencedBp(build: GenomeBuild, chromosome: number): number {
  return FIRST_SEQUENCED_BP[build][chromosome] ?? 1
}

/** What a file shows of its build. */
export interface BuildEvidence {
  /** Lengths in bp that `##contig` lines give, by autosome number. */
  readonly contigLengths: ReadonlyMap<number, number>
  /** Records at positions where the build has no sequence: past the end or before its first base. */
  readonly impossible: Readonly<Record<GenomeBuild, number>>
  /** Rows of the autosomes. With it, a few impossible rows are not held against the header. */
  readonly records?: number
}

/** Fewer rows than this part of the file are single mistakes when the header names another build. */
const MISTAKEN_PART = 0.002

export interface DetectedBuild {
  readonly build: GenomeBuild | 'unknown'
  readonly by: 'positions' | 'header' | 'nothing'
}

/**
 * Positions go before the header, because programs lift positions and leave old `##contig` lines.
 * Array data of one chromosome often fit both builds: then only a panel's positions can tell.
 */
export function detectBuild({
  contigLengths,
  impossible,
  records = 0,
}: BuildEvidence): DetectedBuild {
  const byHeader = buildOfHeader(contigLengths)
  const isMistake = byHeader !== 'unknown' && impossible[byHeader] < records * MISTAKEN_PART
  if (!isMistake) {
    if (impossible.GRCh37 > 0 && impossible.GRCh38 === 0)
      return { build: 'GRCh38', by: 'positions' }
    if (impossible.GRCh38 > 0 && impossible.GRCh37 === 0)
      return { build: 'GRCh37', by: 'positions' }
  }
  return { build: byHeader, by: byHeader === 'unknown' ? 'nothing' : 'header' }
}

function buildOfHeader(contigLengths: ReadonlyMap<number, number>): GenomeBuild | 'unknown' {
  const matches = (build: GenomeBuild) =>
    [...contigLengths].filter(([number, bp]) => chromosomeLengthBp(build, number) === bp).length
  const [as37, as38] = [matches('GRCh37'), matches('GRCh38')]
  if (as37 === as38) return 'unknown'
  return as37 > as38 ? 'GRCh37' : 'GRCh38'
}
