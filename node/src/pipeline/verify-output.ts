import { access } from 'node:fs/promises'
import { addVariant, noAccuracy, type AccuracySums } from './accuracy.ts'
import { addAlong, noAlong, type AlongSums } from './along-genome.ts'
import { eachLine, hasBgzfEnd, lineBlocks } from './bgzf.ts'
import type { Chunk } from './chunks.ts'
import { findWrongDosage } from './dosage-scanner.ts'
import { EngineFailure } from './failures.ts'
import { siteKey } from './panel-sites.ts'

const HASH = 35
const TAB = 9
const FIXED_COLUMNS = 9
const BAR = 124
const DOT = 46

/** What a chunk's dosages must be to count. */
export interface Expected {
  readonly contig: string
  readonly chunk: Chunk
  readonly samples: readonly string[]
  /** `siteKey` of each record that the panel and the target lead us to expect, ascending. */
  readonly keys: Float64Array
  /** With a filter on R2, records may be fewer, but none may be others. */
  readonly mayLackSites: boolean
}

export interface DosageStatistics {
  readonly accuracy: AccuracySums
  readonly along: AlongSums
}

/** Reads a chunk's dosage file whole. Returns what it tells of accuracy; throws `corrupt-output` when anything is wrong. */
export async function verifyDosages(path: string, expected: Expected): Promise<DosageStatistics> {
  const accuracy = noAccuracy()
  const along = noAlong()
  const keys: number[] = []
  const columns = new Int32Array(FIXED_COLUMNS + 1)
  await verifyRecords('minimac4', path, expected.samples, (block, start, end) => {
    if (!findColumns(block, start, end, columns)) return 'a record with too few columns'
    const column = (index: number) =>
      block.toString('latin1', columns[index], (columns[index + 1] ?? 0) - 1)
    const position = Number(column(1))
    if (column(0) !== expected.contig || !isInside(position, expected.chunk)) {
      return 'a record outside the chunk'
    }
    keys.push(siteKey(position, block, columns[3] ?? 0, (columns[5] ?? 0) - 1))
    const info = readInfo(column(7))
    addVariant(accuracy, info)
    if (info.isImputed && !info.isTyped) {
      addAlong(along, position - expected.chunk.start, info.r2 ?? 0)
    }
    const dosageIndex = column(8).split(':').indexOf('DS')
    if (dosageIndex === -1) return 'a record without dosages'
    return findWrongDosage(block, columns[FIXED_COLUMNS] ?? 0, end, {
      samples: expected.samples.length,
      dosageIndex,
    })
  })
  const wrong = compareKeys(Float64Array.from(keys).sort(), expected)
  if (wrong !== undefined) throw corrupt('minimac4', wrong)
  return { accuracy, along }
}

/**
 * Reads the target that minimac4 will get: the same samples in the same order, and when an
 * engine has phased it, every genotype phased and complete. Returns the keys of its records
 * inside the chunk.
 */
export async function verifyTarget(
  path: string,
  { samples, chunk, engine }: Pick<Expected, 'samples' | 'chunk'> & { engine: string },
): Promise<Float64Array> {
  const keys: number[] = []
  const columns = new Int32Array(FIXED_COLUMNS + 1)
  await verifyRecords(engine, path, samples, (block, start, end) => {
    if (!findColumns(block, start, end, columns)) return 'a record with too few columns'
    const position = Number(block.toString('latin1', columns[1], (columns[2] ?? 0) - 1))
    if (isInside(position, chunk)) {
      keys.push(siteKey(position, block, columns[3] ?? 0, (columns[5] ?? 0) - 1))
    }
    return engine === 'none'
      ? undefined
      : findUnphased(block, columns[FIXED_COLUMNS] ?? 0, end, samples.length)
  })
  if (keys.length === 0) throw corrupt(engine, 'no record inside the chunk')
  return Float64Array.from(keys)
}

/** Checks that a file is whole and has these samples; every record goes to `check`. */
async function verifyRecords(
  engine: string,
  path: string,
  samples: readonly string[],
  check: (block: Buffer, start: number, end: number) => string | undefined,
): Promise<void> {
  if (!(await isThere(path)) || !(await hasBgzfEnd(path))) {
    throw corrupt(engine, 'a file without its end block')
  }
  let hasSamples = false
  let wrong: string | undefined
  try {
    for await (const block of lineBlocks(path)) {
      eachLine(block, (start, end) => {
        if (wrong !== undefined) return
        if (block[start] !== HASH) {
          wrong = hasSamples ? check(block, start, end) : 'a record before the column line'
        } else if (block[start + 1] !== HASH) {
          hasSamples = true
          const names = block.toString('latin1', start, end).split('\t').slice(FIXED_COLUMNS)
          if (names.join('\t') !== samples.join('\t')) wrong = 'other samples than the input'
        }
      })
      if (wrong !== undefined) break
    }
  } catch {
    throw corrupt(engine, 'a file that does not inflate')
  }
  if (!hasSamples) wrong ??= 'a file without a column line'
  if (wrong !== undefined) throw corrupt(engine, wrong)
}

function corrupt(engine: string, detail: string): EngineFailure {
  return new EngineFailure(engine, 'corrupt-output', { detail })
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function findColumns(block: Buffer, start: number, end: number, columns: Int32Array): boolean {
  columns[0] = start
  let column = 1
  for (let i = start; i < end && column <= FIXED_COLUMNS; i++) {
    if (block[i] === TAB) columns[column++] = i + 1
  }
  return column > FIXED_COLUMNS
}

function isInside(position: number, { start, end }: Chunk): boolean {
  return position >= start && position <= end
}

function readInfo(info: string) {
  const fields = info.split(';')
  const number = (name: string) => {
    const field = fields.find((one) => one.startsWith(name))
    const value = field === undefined ? Number.NaN : Number(field.slice(name.length))
    return Number.isNaN(value) ? null : value
  }
  return {
    isTyped: fields.includes('TYPED'),
    isImputed: fields.includes('IMPUTED'),
    maf: number('MAF=') ?? 0,
    r2: number('R2='),
    er2: number('ER2='),
  }
}

function findUnphased(
  block: Buffer,
  start: number,
  end: number,
  samples: number,
): string | undefined {
  let sample = 0
  let at = start
  while (at < end) {
    const isPhased =
      block[at] !== DOT && block[at + 1] === BAR && block[at + 2] !== DOT && at + 3 <= end
    if (!isPhased) return 'a genotype that is not phased'
    const tab = block.indexOf(TAB, at)
    at = tab === -1 || tab >= end ? end : tab + 1
    sample++
  }
  return sample === samples ? undefined : 'another number of genotypes than samples'
}

/** Both ascending. */
function compareKeys(found: Float64Array, { keys, mayLackSites }: Expected): string | undefined {
  if (!mayLackSites && found.length !== keys.length)
    return 'another number of variants than expected'
  let at = 0
  for (const key of found) {
    while (at < keys.length && (keys[at] ?? 0) < key) at++
    if (keys[at] !== key) return 'a variant that is neither of the panel nor of the input'
    at++
  }
  return undefined
}
