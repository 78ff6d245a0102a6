import { runTool, toolLines } from './run-tool.ts'
import { minorFrequency } from './array-density.ts'

/** Sites with a minor allele frequency of at least `from` and below `to`; the last class holds 0.5 too. */
export interface FrequencyClass {
  readonly from: number
  readonly to: number
}

export const FREQUENCY_CLASSES: readonly FrequencyClass[] = [
  { from: 0.005, to: 0.01 },
  { from: 0.01, to: 0.05 },
  { from: 0.05, to: 0.5 },
]

export interface ClassAccuracy extends FrequencyClass {
  /** Imputed sites that the r2 is over. */
  readonly sites: number
  /** Sites of the truth that the output does not have, because the panel has not. */
  readonly absentSites: number
  /** Squared Pearson correlation over all genotypes of the class; `null` where nothing varies. */
  readonly r2: number | null
}

export interface Accuracy {
  readonly people: number
  /** Where minor allele frequencies come from: the truth's INFO/AF, or its own genotypes. */
  readonly frequencyFrom: 'truth INFO/AF' | 'truth genotypes'
  readonly classes: readonly ClassAccuracy[]
}

/** Sums of a Pearson correlation, pooled over sites. */
interface Sums {
  n: number
  x: number
  y: number
  xx: number
  yy: number
  xy: number
}

interface TrueSite {
  readonly classIndex: number
  /** Alternate alleles of each person, 0 to 2. */
  readonly alleles: Uint8Array
}

export interface AccuracyRequest {
  /** Imputed VCF with DS. */
  readonly dose: string
  /** VCF of the same people in the same order with their true genotypes. */
  readonly truth: string
  /** VCF of what was typed: its sites are left out. */
  readonly typed: string
  readonly classes?: readonly FrequencyClass[]
}

/** Aggregated r2 between imputed dosages and true genotypes at sites that were not typed, by frequency class. */
export async function measureAccuracy(request: AccuracyRequest): Promise<Accuracy> {
  const { dose, truth, typed, classes = FREQUENCY_CLASSES } = request
  const people = await requireSamePeople(dose, truth)
  const typedSites = new Set<string>()
  for await (const line of toolLines('bcftools', ['query', '-f', SITE_FORMAT, typed])) {
    typedSites.add(line)
  }
  const frequencyFrom = await findFrequencies(truth)
  const sites = await readTruth(truth, frequencyFrom, classes, typedSites)

  const results = classes.map(() => ({ sums: noSums(), sites: 0 }))
  for await (const line of toolLines('bcftools', ['query', '-f', DOSAGE_FORMAT, dose])) {
    const at = endOfSite(line)
    const key = line.slice(0, at)
    const site = sites.get(key)
    const result = site && results[site.classIndex]
    if (site === undefined || result === undefined) continue
    sites.delete(key)
    addSite(result.sums, site.alleles, line.slice(at + 1).split('\t'))
    result.sites++
  }
  const absent = classes.map(() => 0)
  for (const { classIndex } of sites.values()) absent[classIndex] = (absent[classIndex] ?? 0) + 1
  return {
    people,
    frequencyFrom,
    classes: classes.map((frequencies, i) => ({
      ...frequencies,
      sites: results[i]?.sites ?? 0,
      absentSites: absent[i] ?? 0,
      r2: squaredCorrelation(results[i]?.sums ?? noSums()),
    })),
  }
}

const SITE_FORMAT = '%CHROM\\t%POS\\t%REF\\t%ALT\\n'
const DOSAGE_FORMAT = '%CHROM\\t%POS\\t%REF\\t%ALT[\\t%DS]\\n'
const SITE_COLUMNS = 4

/** Where the first four columns of a line end. */
function endOfSite(line: string): number {
  let at = -1
  for (let i = 0; i < SITE_COLUMNS; i++) at = line.indexOf('\t', at + 1)
  return at
}

async function readTruth(
  truth: string,
  frequencyFrom: Accuracy['frequencyFrom'],
  classes: readonly FrequencyClass[],
  typedSites: ReadonlySet<string>,
): Promise<Map<string, TrueSite>> {
  const frequency = frequencyFrom === 'truth INFO/AF' ? '%INFO/AF' : '.'
  const format = `%CHROM\\t%POS\\t%REF\\t%ALT\\t${frequency}[\\t%GT]\\n`
  const sites = new Map<string, TrueSite>()
  for await (const line of toolLines('bcftools', ['query', '-f', format, truth])) {
    const at = endOfSite(line)
    const key = line.slice(0, at)
    if (typedSites.has(key)) continue
    const [given, ...genotypes] = line.slice(at + 1).split('\t')
    const alleles = Uint8Array.from(genotypes, countAlternate)
    const own = alleles.reduce((sum, count) => sum + count, 0) / (2 * alleles.length)
    const minor = minorFrequency(given === '.' ? own : Number(given))
    const classIndex = classes.findIndex(
      ({ from, to }, i) => minor >= from && (minor < to || i === classes.length - 1),
    )
    if (classIndex !== -1) sites.set(key, { classIndex, alleles })
  }
  return sites
}

function countAlternate(genotype: string): number {
  const counts: Readonly<Record<string, number>> = { 0: 0, 1: 1 }
  const [first = '', second = ''] = genotype.split(/[|/]/)
  const [a, b] = [counts[first], counts[second]]
  if (a === undefined || b === undefined) {
    throw new Error('the truth has a genotype that is missing or not diploid with two alleles')
  }
  return a + b
}

async function requireSamePeople(dose: string, truth: string): Promise<number> {
  const names = await Promise.all(
    [dose, truth].map((path) => runTool('bcftools', ['query', '-l', path])),
  )
  if (names[0] !== names[1])
    throw new Error('the imputed people are not those of the truth, in its order')
  return (names[0] ?? '').split('\n').filter(Boolean).length
}

async function findFrequencies(truth: string): Promise<Accuracy['frequencyFrom']> {
  const header = await runTool('bcftools', ['view', '-h', truth])
  return header.includes('##INFO=<ID=AF,') ? 'truth INFO/AF' : 'truth genotypes'
}

function noSums(): Sums {
  return { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 }
}

function addSite(sums: Sums, alleles: Uint8Array, dosages: readonly string[]): void {
  if (dosages.length !== alleles.length) throw new Error('a record lacks the dosage of somebody')
  for (const [i, x] of alleles.entries()) {
    const y = Number(dosages[i])
    if (!(y >= 0 && y <= 2)) throw new Error('a dosage is not a number from 0 to 2')
    sums.n++
    sums.x += x
    sums.y += y
    sums.xx += x * x
    sums.yy += y * y
    sums.xy += x * y
  }
}

function squaredCorrelation({ n, x, y, xx, yy, xy }: Sums): number | null {
  const variances = (n * xx - x * x) * (n * yy - y * y)
  return variances > 0 ? (n * xy - x * y) ** 2 / variances : null
}
