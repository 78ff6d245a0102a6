import { compareAlleles, COMPARISONS, type AlleleComparison } from './alleles.ts'
import { eachLine, lineBlocks } from './bgzf.ts'
import { runEngine } from './engine-process.ts'
import { type Engine } from './engines.ts'
import { EngineFailure } from './failures.ts'

const TAB = 9

/** The panel's sites of one region, in order of position; alleles are first characters. */
export interface SiteTable {
  readonly count: number
  readonly positions: Int32Array
  readonly refs: Uint8Array
  readonly alts: Uint8Array
  /** Alternate allele frequency in the population asked for; NaN where the panel has none. */
  readonly frequencies: Float32Array
  /** `siteKey` of each site. */
  readonly keys: Float64Array
}

export interface SiteMatch {
  readonly comparison: AlleleComparison
  readonly panelRef: string
  readonly panelAlt: string
  readonly frequency: number
}

/**
 * A number for a site and its alleles: the position and a 24-bit FNV-1a hash of `REF\tALT`.
 * Exact in a double, since positions need 28 bits; sorts as positions do.
 */
export function siteKey(position: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193)
  return position * 0x1000000 + (((hash >>> 24) ^ hash) & 0xffffff)
}

export function siteKeyOf(position: number, ref: string, alt: string): number {
  const text = Buffer.from(`${ref}\t${alt}`, 'latin1')
  return siteKey(position, text, 0, text.length)
}

/** Reads a panel's sites file (bgzipped table with a header line and a tabix index) by region. */
export async function openPanelSites(
  file: string,
  tabix: Engine,
  options: { workDir: string; population?: string | undefined; signal: AbortSignal },
) {
  const { header, contig } = await readHead(file)
  const columns = header.map((name) => name.toUpperCase())
  const column = {
    position: requireColumn(columns, 'POS'),
    ref: requireColumn(columns, 'REF'),
    frequency:
      options.population === undefined
        ? -1
        : columns.indexOf(`AAF_${options.population.toUpperCase()}`),
  }
  if (requireColumn(columns, 'ALT') !== column.ref + 1) throw badSites('has no ALT after REF')

  return {
    /** The chromosome's name in the panel's files, `20` or `chr20`. */
    contig,
    hasFrequencies: column.frequency !== -1,
    async load({ start, end }: { start: number; end: number }): Promise<SiteTable> {
      const builder = createTableBuilder(column)
      let rest: Buffer = Buffer.alloc(0)
      await runEngine({
        engine: 'tabix',
        file: tabix.file,
        args: [file, `${contig}:${start}-${end}`],
        workDir: options.workDir,
        signal: options.signal,
        onStdout: (bytes) => {
          const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
          const whole = joined.lastIndexOf(10) + 1
          const block = joined.subarray(0, whole)
          eachLine(block, (from, to) => builder.add(block, from, to))
          rest = joined.subarray(whole)
        },
      })
      return builder.table()
    },
  }
}
export type PanelSites = Awaited<ReturnType<typeof openPanelSites>>

/** The best match at a position, or `undefined` where the panel has no site. */
export function findInPanel(
  table: SiteTable,
  position: number,
  ref: string,
  alt: string,
): SiteMatch | undefined {
  let best: SiteMatch | undefined
  for (
    let i = lowerBound(table, position);
    table.positions[i] === position && i < table.count;
    i++
  ) {
    const panelRef = String.fromCharCode(table.refs[i] ?? 0)
    const panelAlt = String.fromCharCode(table.alts[i] ?? 0)
    const comparison = compareAlleles(ref, alt, panelRef, panelAlt)
    if (best === undefined || rank(comparison) < rank(best.comparison)) {
      best = { comparison, panelRef, panelAlt, frequency: table.frequencies[i] ?? Number.NaN }
    }
  }
  return best
}

const rank = (comparison: AlleleComparison) => COMPARISONS.indexOf(comparison)

function lowerBound({ positions, count }: SiteTable, position: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((positions[middle] ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}

function createTableBuilder(column: { position: number; ref: number; frequency: number }) {
  let capacity = 1 << 16
  let count = 0
  let positions = new Int32Array(capacity)
  let refs = new Uint8Array(capacity)
  let alts = new Uint8Array(capacity)
  let frequencies = new Float32Array(capacity)
  let keys = new Float64Array(capacity)
  const bounds: number[] = []

  function grow(): void {
    capacity *= 2
    positions = copyInto(new Int32Array(capacity), positions)
    refs = copyInto(new Uint8Array(capacity), refs)
    alts = copyInto(new Uint8Array(capacity), alts)
    frequencies = copyInto(new Float32Array(capacity), frequencies)
    keys = copyInto(new Float64Array(capacity), keys)
  }

  function readNumber(bytes: Buffer, index: number): number {
    return Number(bytes.toString('latin1', bounds[index] ?? 0, (bounds[index + 1] ?? 0) - 1))
  }

  return {
    add(bytes: Buffer, start: number, end: number): void {
      bounds.length = 0
      bounds.push(start)
      for (let i = start; i < end; i++) if (bytes[i] === TAB) bounds.push(i + 1)
      bounds.push(end + 1)
      if (count === capacity) grow()
      const refStart = bounds[column.ref]
      const altStart = bounds[column.ref + 1]
      const altEnd = bounds[column.ref + 2]
      if (refStart === undefined || altStart === undefined || altEnd === undefined) {
        throw badSites('has a short line')
      }
      const position = readNumber(bytes, column.position)
      positions[count] = position
      refs[count] = bytes[refStart] ?? 0
      alts[count] = bytes[altStart] ?? 0
      frequencies[count] =
        column.frequency === -1 ? Number.NaN : readNumber(bytes, column.frequency)
      keys[count] = siteKey(position, bytes, refStart, altEnd - 1)
      count++
    },
    table: (): SiteTable => ({
      count,
      positions: positions.subarray(0, count),
      refs: refs.subarray(0, count),
      alts: alts.subarray(0, count),
      frequencies: frequencies.subarray(0, count),
      keys: keys.slice(0, count).sort(),
    }),
  }
}

function copyInto<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from)
  return to
}

async function readHead(file: string): Promise<{ header: string[]; contig: string }> {
  for await (const block of lineBlocks(file)) {
    const [header, first] = block.toString('latin1', 0, block.length).split('\n', 2)
    const names = header?.replace(/^#/, '').split('\t') ?? []
    const contig = first?.split('\t')[requireColumn(names, 'CHROM')]
    if (contig === undefined) throw badSites('has no site')
    return { header: names, contig }
  }
  throw badSites('is empty')
}

function requireColumn(header: readonly string[], name: string): number {
  const index = header.indexOf(name)
  if (index === -1) throw badSites(`has no column ${name}`)
  return index
}

function badSites(words: string): EngineFailure {
  return new EngineFailure('tabix', 'bad-input', { detail: `the panel's sites file ${words}` })
}
