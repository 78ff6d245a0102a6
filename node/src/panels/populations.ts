import { fault } from '@crosspanel/protocol/faults'
import { EVERYBODY } from '@crosspanel/protocol/populations'
import { refuseSource } from './refusal.ts'

/** People of a panel by population; a person is in ALL, and in a population and its super-population where a table says so. */
export interface PopulationIndex {
  readonly codes: readonly string[]
  /** People in each population, in the order of `codes`. */
  readonly sizes: readonly number[]
  /** For each sample of the panel, the indexes of its populations in `codes`; ALL is left out. */
  readonly groupsOf: readonly (readonly number[])[]
}

const CODE = /^[A-Z0-9_]{1,20}$/
const HEADER_NAMES = ['sample', 'sample_id', 'id', '#iid', 'iid']

/** Reads `sample population [super-population ...]`, with 1000 Genomes' header line or without a header. */
export function parsePopulationTable(text: string): Map<string, readonly string[]> {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[0] !== '')
  const header = rows[0]
  const isHeaded = HEADER_NAMES.includes(header?.[0]?.toLowerCase() ?? '')
  const columns = isHeaded
    ? (header ?? []).flatMap((name, i) => (/^(super_?)?pop(ulation)?$/i.test(name) ? [i] : []))
    : [1]
  const table = new Map<string, readonly string[]>()
  for (const fields of isHeaded ? rows.slice(1) : rows) {
    const codes = columns.map((i) => fields[i]?.toUpperCase() ?? '')
    if (codes.length === 0 || !codes.every((code) => CODE.test(code))) {
      throw refuseSource(fault('source-no-population', '#'))
    }
    table.set(fields[0] ?? '', [...new Set(codes)])
  }
  return table
}

/** Which of the panel's people are in which population. Without a table, everybody is in ALL alone. */
export function indexPopulations(
  samples: readonly string[],
  table: ReadonlyMap<string, readonly string[]> | undefined,
): PopulationIndex {
  const missing = table === undefined ? 0 : samples.filter((sample) => !table.has(sample)).length
  if (missing > 0) {
    throw refuseSource(fault('source-people-missing', '#', { missing, samples: samples.length }))
  }
  const codesOf = (sample: string) =>
    (table?.get(sample) ?? []).filter((code) => code !== EVERYBODY)
  const named = [...new Set(samples.flatMap(codesOf))].toSorted()
  const codes = [...named, EVERYBODY]
  const groupsOf = samples.map((sample) => codesOf(sample).map((code) => codes.indexOf(code)))
  const sizes = codes.map((code, index) =>
    code === EVERYBODY
      ? samples.length
      : groupsOf.reduce((sum, groups) => sum + (groups.includes(index) ? 1 : 0), 0),
  )
  return { codes, sizes, groupsOf }
}

/** `ID CHROM POS REF ALT AAF_<POP>... MAF_<POP>...`, the legend of Michigan's panels. */
export function sitesHeader({ codes }: PopulationIndex): string {
  const names = ['AAF', 'MAF'].flatMap((kind) => codes.map((code) => `${kind}_${code}`))
  return `${['ID', 'CHROM', 'POS', 'REF', 'ALT', ...names].join('\t')}\n`
}

/** The frequency columns of a site, to 4 decimals, from each population's count of alternate alleles. */
export function frequencyColumns(
  { sizes }: PopulationIndex,
  alternateCounts: ArrayLike<number>,
): string {
  const alternate = sizes.map((people, i) => (alternateCounts[i] ?? 0) / (2 * people))
  const minor = alternate.map((frequency) => Math.min(frequency, 1 - frequency))
  return [...alternate, ...minor].map((frequency) => frequency.toFixed(4)).join('\t')
}
