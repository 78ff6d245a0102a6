import { RUN_FINDINGS } from '@crosspanel/protocol/run-findings'

const TAB = 9
const COLON = 58
const DOT = 46
const ZERO = 48
const ONE = 49
const SLASH = 47
const BAR = 124
const FIXED_COLUMNS = 9
/** Stands where a haploid genotype has no separator. */
const NO_SEPARATOR = 0

const Kind = { homRef: 0, het: 1, homAlt: 2, noCall: 3, malformed: 4 } as const

/** An allele character as 0 for reference, 1 for alternate, 2 for missing, 3 for anything else. */
const ALLELES = new Uint8Array(256).fill(3)
ALLELES[ZERO] = 0
ALLELES[ONE] = 1
ALLELES[DOT] = 2

/** A genotype as a small number: two alleles, or one and 4 in the second's place. */
const diploid = (first = 0, second = 0) => (ALLELES[first] ?? 3) * 5 + (ALLELES[second] ?? 3)
const haploid = (only = 0) => (ALLELES[only] ?? 3) * 5 + 4

const KINDS = Uint8Array.from({ length: 25 }, (_, genotype) => {
  const alleles = [Math.floor(genotype / 5), genotype % 5].filter((allele) => allele !== 4)
  if (alleles.length === 0 || alleles.includes(3)) return Kind.malformed
  const called = new Set(alleles.filter((allele) => allele !== 2))
  if (called.size === 0) return Kind.noCall
  return called.size === 2 ? Kind.het : called.has(0) ? Kind.homRef : Kind.homAlt
})
const HAS_MISSING = Uint8Array.from({ length: 25 }, (_, genotype) =>
  Math.floor(genotype / 5) === 2 || genotype % 5 === 2 ? 1 : 0,
)

type MalformedProblem = keyof (typeof RUN_FINDINGS)['malformed-record']['seen']

/** A record of a VCF that is not what the input check lets through. */
export class MalformedRecord extends Error {
  override readonly name = 'MalformedRecord'
  readonly problem: MalformedProblem

  constructor(problem: MalformedProblem) {
    super(RUN_FINDINGS['malformed-record'].seen[problem])
    this.problem = problem
  }
}

/** One record, valid until the next is scanned. Counts are those of imputationserver-utils. */
export interface ScannedSite {
  chromosome: string
  position: number
  id: string
  ref: string
  alt: string
  filter: string
  hetCount: number
  homRefCount: number
  /** `./1` counts here, as it does there. */
  homAltCount: number
  noCallCount: number
  /** Some called genotype is written with `/`. */
  hasUnphased: boolean
  /** Some allele is missing. */
  hasMissing: boolean
  hasHaploid: boolean
  /** 1 for each sample with a called genotype. */
  readonly isCalled: Uint8Array
  /** The genotypes alone, tab-separated. */
  genotypes: Uint8Array
}

/**
 * Reads records from bytes without making a string of any genotype. Where FORMAT is `GT`
 * and all genotypes take three bytes, they are read by stride (218 MB/s measured).
 */
export function createSiteScanner(samples: number) {
  const site: ScannedSite = {
    chromosome: '',
    position: 0,
    id: '',
    ref: '',
    alt: '',
    filter: '',
    hetCount: 0,
    homRefCount: 0,
    homAltCount: 0,
    noCallCount: 0,
    hasUnphased: false,
    hasMissing: false,
    hasHaploid: false,
    isCalled: new Uint8Array(samples),
    genotypes: new Uint8Array(0),
  }
  const starts = new Int32Array(FIXED_COLUMNS + 1)
  const tally = new Uint32Array(Kind.malformed)

  function findColumns(bytes: Buffer, start: number, end: number): void {
    starts[0] = start
    let column = 1
    for (let i = start; i < end && column <= FIXED_COLUMNS; i++) {
      if (bytes[i] === TAB) starts[column++] = i + 1
    }
    if (column <= FIXED_COLUMNS) throw new MalformedRecord('few-columns')
  }

  const columnText = (bytes: Buffer, column: number) =>
    bytes.toString('latin1', starts[column] ?? 0, (starts[column + 1] ?? 0) - 1)

  function countGenotype(sample: number, genotype: number, separator: number): void {
    const kind = KINDS[genotype] ?? Kind.malformed
    if (kind === Kind.malformed) {
      throw new MalformedRecord('genotype')
    }
    tally[kind] = (tally[kind] ?? 0) + 1
    site.isCalled[sample] = kind === Kind.noCall ? 0 : 1
    if (HAS_MISSING[genotype] === 1) site.hasMissing = true
    if (separator === SLASH) site.hasUnphased ||= kind !== Kind.noCall
    else if (separator === NO_SEPARATOR) site.hasHaploid = true
    else if (separator !== BAR) {
      throw new MalformedRecord('separator')
    }
  }

  function hasEvenGenotypes(bytes: Buffer, start: number, end: number): boolean {
    if (end - start !== samples * 4 - 1) return false
    for (let i = start + 3; i < end; i += 4) if (bytes[i] !== TAB) return false
    return true
  }

  function scanByStride(bytes: Buffer, start: number, end: number): void {
    let sample = 0
    for (let i = start; i < end; i += 4) {
      countGenotype(sample++, diploid(bytes[i], bytes[i + 2]), bytes[i + 1] ?? 0)
    }
    site.genotypes = bytes.subarray(start, end)
  }

  function scanByField(bytes: Buffer, start: number, end: number, gtIndex: number): void {
    const kept = new Uint8Array(end - start + 1)
    let keptBytes = 0
    let sample = 0
    let from = start
    while (from <= end) {
      if (sample >= samples) throw new MalformedRecord('many-genotypes')
      const tab = bytes.indexOf(TAB, from)
      const to = tab === -1 || tab > end ? end : tab
      const [gtStart, gtEnd] = subfieldBounds(bytes, from, to, gtIndex)
      if (gtEnd - gtStart === 3) {
        const genotype = diploid(bytes[gtStart], bytes[gtStart + 2])
        countGenotype(sample++, genotype, bytes[gtStart + 1] ?? 0)
      } else if (gtEnd - gtStart === 1) {
        countGenotype(sample++, haploid(bytes[gtStart]), NO_SEPARATOR)
      } else throw new MalformedRecord('odd-genotype')
      if (keptBytes > 0) kept[keptBytes++] = TAB
      kept.set(bytes.subarray(gtStart, gtEnd), keptBytes)
      keptBytes += gtEnd - gtStart
      from = to + 1
    }
    if (sample !== samples) throw new MalformedRecord('few-genotypes')
    site.genotypes = kept.subarray(0, keptBytes)
  }

  return {
    /** Reads the fixed columns of the line between `start` and `end`. */
    scanFixed(bytes: Buffer, start: number, end: number): ScannedSite {
      findColumns(bytes, start, end)
      site.chromosome = columnText(bytes, 0)
      site.position = Number(columnText(bytes, 1))
      if (!Number.isInteger(site.position) || site.position < 1) {
        throw new MalformedRecord('position')
      }
      site.id = columnText(bytes, 2)
      site.ref = columnText(bytes, 3)
      site.alt = columnText(bytes, 4)
      site.filter = columnText(bytes, 6)
      return site
    },
    /** Counts the genotypes of the line that `scanFixed` has just read. */
    scanGenotypes(bytes: Buffer, end: number): void {
      tally.fill(0)
      site.hasUnphased = site.hasMissing = site.hasHaploid = false
      const format = columnText(bytes, 8)
      const start = starts[FIXED_COLUMNS] ?? 0
      const gtIndex = format.split(':').indexOf('GT')
      if (gtIndex === -1) throw new MalformedRecord('gt')
      if (format === 'GT' && hasEvenGenotypes(bytes, start, end)) scanByStride(bytes, start, end)
      else scanByField(bytes, start, end, gtIndex)
      site.homRefCount = tally[Kind.homRef] ?? 0
      site.hetCount = tally[Kind.het] ?? 0
      site.homAltCount = tally[Kind.homAlt] ?? 0
      site.noCallCount = tally[Kind.noCall] ?? 0
    },
  }
}

function subfieldBounds(
  bytes: Buffer,
  start: number,
  end: number,
  index: number,
): readonly [number, number] {
  let from = start
  for (let skipped = 0; skipped < index; skipped++) {
    const at = bytes.indexOf(COLON, from)
    if (at === -1 || at >= end) throw new MalformedRecord('sample-gt')
    from = at + 1
  }
  const at = bytes.indexOf(COLON, from)
  return [from, at === -1 || at >= end ? end : at]
}
