import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

export const COHORT_CHROMOSOME = '20'
const SITES = 240
const FIRST_POSITION = 1_000_000
const SPACING_BP = 2_000
/** Every fourth site is on the array. */
const TYPED_EVERY = 4
const FOUNDERS = 8
const SWITCH_EVERY = 60

/** The same numbers each time: a linear congruential generator (Numerical Recipes' constants). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Haplotypes that copy a few founders in stretches, so that imputation has something to find. */
function haplotypes(count: number, seed: number): Uint8Array[] {
  const founder = createRandom(1)
  const founders = Array.from({ length: FOUNDERS }, () =>
    Uint8Array.from({ length: SITES }, () => (founder() < 0.35 ? 1 : 0)),
  )
  const random = createRandom(seed)
  return Array.from({ length: count }, () => {
    const haplotype = new Uint8Array(SITES)
    let source = founders[0]
    for (let site = 0; site < SITES; site += 1) {
      if (site % SWITCH_EVERY === 0) source = founders[Math.floor(random() * FOUNDERS)]
      haplotype[site] = source?.[site] ?? 0
    }
    return haplotype
  })
}

function vcfText(samples: readonly string[], rows: readonly string[]): string {
  return [
    '##fileformat=VCFv4.2',
    '##FILTER=<ID=PASS,Description="All filters passed">',
    `##contig=<ID=${COHORT_CHROMOSOME},length=63025520>`,
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${samples.join('\t')}`,
    ...rows,
    '',
  ].join('\n')
}

function row(site: number, genotypes: readonly string[]): string {
  const position = FIRST_POSITION + site * SPACING_BP
  return `${COHORT_CHROMOSOME}\t${position}\trs${position}\tA\tG\t.\tPASS\t.\tGT\t${genotypes.join('\t')}`
}

function genotypesAt(all: readonly Uint8Array[], site: number, separator: '|' | '/'): string[] {
  return Array.from({ length: all.length / 2 }, (_, person) => {
    const pair = [all[2 * person]?.[site] ?? 0, all[2 * person + 1]?.[site] ?? 0]
    return (separator === '/' ? pair.toSorted((a, b) => a - b) : pair).join(separator)
  })
}

/** Writes a phased panel of `people` to a bgzipped VCF. */
export function writePanel(path: string, people: number): void {
  const all = haplotypes(people * 2, 2)
  const samples = Array.from({ length: people }, (_, index) => `PANEL${index + 1}`)
  const rows = Array.from({ length: SITES }, (_, site) => row(site, genotypesAt(all, site, '|')))
  const input = vcfText(samples, rows)
  writeFileSync(path, execFileSync('bgzip', ['-c'], { input, maxBuffer: 64 * 1024 * 1024 }))
}

/** Sample ids that no site but the home site may ever see. */
export function cohortSampleIds(people: number): string[] {
  return Array.from({ length: people }, (_, index) => `KEEP-AT-HOME-${index + 1}`)
}

/** An unphased study of `people` at array density, as bgzipped VCF bytes. */
export function cohortVcf(people: number): Buffer {
  const all = haplotypes(people * 2, 3)
  const rows: string[] = []
  for (let site = 0; site < SITES; site += TYPED_EVERY)
    rows.push(row(site, genotypesAt(all, site, '/')))
  const input = vcfText(cohortSampleIds(people), rows)
  return execFileSync('bgzip', ['-c'], { input, maxBuffer: 64 * 1024 * 1024 })
}
