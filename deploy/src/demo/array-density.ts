/** A site with the alternate allele's frequency, 0 to 1. */
export interface Site {
  readonly position: number
  readonly ref: string
  readonly alt: string
  readonly frequency: number
}

/** One typed site in so many base pairs: about 650,000 on a whole genome, as on common arrays. */
const SPACING_BP = 4500
const MIN_MAF = 0.05
/** One genotype in so many is missing: 0.5 %. */
const ONE_MISSING_IN = 200
/** A/T and C/G, whose strand cannot be told; arrays avoid them. */
const PALINDROMIC = new Set(['AT', 'TA', 'CG', 'GC'])

export const minorFrequency = (frequency: number) => Math.min(frequency, 1 - frequency)

/** Chooses sites as an array has them: in each window the most common single-nucleotide variant. */
export function chooseTypedSites(sites: readonly Site[]): Site[] {
  const best = new Map<number, Site>()
  for (const site of sites) {
    if (site.ref.length !== 1 || site.alt.length !== 1) continue
    if (PALINDROMIC.has(site.ref + site.alt) || minorFrequency(site.frequency) < MIN_MAF) continue
    const window = Math.floor(site.position / SPACING_BP)
    const before = best.get(window)
    if (before === undefined || minorFrequency(site.frequency) > minorFrequency(before.frequency)) {
      best.set(window, site)
    }
  }
  return [...best.values()].toSorted((a, b) => a.position - b.position)
}

/** Phased genotypes of one site (`0|1`) without their phase, some of them missing, the same ones each time. */
export function unphasedRecord(position: number, genotypes: readonly string[]): string[] {
  return genotypes.map((genotype, i) =>
    hash(position, i) % ONE_MISSING_IN === 0 ? './.' : genotype.split('|').toSorted().join('/'),
  )
}

/** FNV-1a over two numbers, mixed once more so that its low bits are even. */
function hash(a: number, b: number): number {
  let h = 0x811c9dc5
  for (const value of [a, b]) {
    for (let shift = 0; shift < 32; shift += 8) {
      h = Math.imul(h ^ ((value >>> shift) & 0xff), 0x01000193)
    }
  }
  h ^= h >>> 16
  h = Math.imul(h, 0x7feb352d)
  return (h ^ (h >>> 15)) >>> 0
}
