/**
 * Genotypes that are made here and are nobody's: a panel whose haplotypes copy a few founders, and
 * people whose haplotypes are in the panel, so that what an engine has to find is known.
 */
export const CONTIG = '20'
const PANEL_PEOPLE = 60
const TARGET_PEOPLE = 5
const SITES = 240
const FOUNDERS = 8
/** A haplotype copies one founder over so many sites. */
const STRETCH = 60
export const FIRST_BP = 1_000_000
const SPACING_BP = 2_000
export const LAST_BP = FIRST_BP + (SITES - 1) * SPACING_BP
/** Every fourth site is on the array. */
const TYPED_EVERY = 4

export interface EngineSample {
  readonly panel: string
  readonly phased: string
  readonly unphased: string
  /** As Eagle reads it: a centimorgan in each million base pairs. */
  readonly eagleMap: string
  /** Dosages of the target's people by position, at the sites that were left out. */
  readonly leftOut: ReadonlyMap<number, readonly number[]>
}

export function makeEngineSample(): EngineSample {
  // Numerical Recipes' linear congruential generator: the same genotypes each time.
  let seed = 20
  const random = () => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  const founders = Array.from({ length: FOUNDERS }, () =>
    Array.from({ length: SITES }, () => Number(random() < 0.35)),
  )
  const panel = Array.from({ length: 2 * PANEL_PEOPLE }, () => {
    const sources = Array.from(
      { length: Math.ceil(SITES / STRETCH) },
      () => founders[Math.floor(random() * FOUNDERS)],
    )
    return Array.from({ length: SITES }, (_, at) => sources[Math.floor(at / STRETCH)]?.[at] ?? 0)
  })
  const target = panel.slice(0, 2 * TARGET_PEOPLE)
  const sites = Array.from({ length: SITES }, (_, at) => at)
  const typed = sites.filter((at) => at % TYPED_EVERY === 0)
  const untyped = sites.filter((at) => at % TYPED_EVERY !== 0)
  return {
    panel: vcf(panel, sites, '|'),
    phased: vcf(target, typed, '|'),
    unphased: vcf(target, typed, '/'),
    eagleMap: `chr position COMBINED_rate(cM/Mb) Genetic_Map(cM)\n${CONTIG} ${FIRST_BP} 1 1\n${CONTIG} ${LAST_BP} 1 ${LAST_BP / 1e6}\n`,
    leftOut: new Map(
      untyped.map((at) => [positionOf(at), pairsAt(target, at).map(([a, b]) => a + b)]),
    ),
  }
}

const positionOf = (site: number) => FIRST_BP + site * SPACING_BP

function pairsAt(haplotypes: readonly number[][], site: number): [number, number][] {
  return Array.from({ length: haplotypes.length / 2 }, (_, person) => [
    haplotypes[2 * person]?.[site] ?? 0,
    haplotypes[2 * person + 1]?.[site] ?? 0,
  ])
}

function vcf(haplotypes: readonly number[][], sites: readonly number[], separator: '|' | '/') {
  const people = Array.from({ length: haplotypes.length / 2 }, (_, person) => `P${person + 1}`)
  const rows = sites.map((site) => {
    const genotypes = pairsAt(haplotypes, site).map((pair) =>
      (separator === '/' ? pair.toSorted() : pair).join(separator),
    )
    const fields = [CONTIG, positionOf(site), '.', 'A', 'G', '.', 'PASS', '.', 'GT', ...genotypes]
    return fields.join('\t')
  })
  return [
    '##fileformat=VCFv4.2',
    '##FILTER=<ID=PASS,Description="All filters passed">',
    `##contig=<ID=${CONTIG},length=63025520>`,
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${people.join('\t')}`,
    ...rows,
    '',
  ].join('\n')
}
