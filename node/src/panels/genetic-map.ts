import { fault } from '@crosspanel/protocol/faults'
import { chromosomeOf } from '@crosspanel/protocol/vcf/genome'
import { refuseSource } from './refusal.ts'

/** Position in bp, 1-based, and distance from the chromosome's start in cM. */
export interface MapPoint {
  readonly position: number
  readonly cM: number
}

/** Genetic maps by chromosome name without prefix, each in order of position. */
export type GeneticMaps = ReadonlyMap<string, readonly MapPoint[]>

interface MapFormat {
  readonly columns: number
  readonly chromosome: number
  readonly position: number
  readonly cM: number
}

const SHAPEIT: MapFormat = { columns: 3, position: 0, chromosome: 1, cM: 2 }
const PLINK: MapFormat = { columns: 4, chromosome: 0, cM: 2, position: 3 }
const EAGLE: MapFormat = { columns: 4, chromosome: 0, position: 1, cM: 3 }
/** minimac4's own: three columns and a header that starts with #. */
const MINIMAC: MapFormat = { columns: 3, chromosome: 0, position: 1, cM: 2 }

const BP_PER_CM = 1_000_000

/**
 * Reads a genetic map in the format of SHAPEIT (`pos chr cM`), PLINK (`chr id cM pos`, no header),
 * Eagle (`chr position rate cM` with a header) or minimac4 (`#chr pos cM`).
 */
export function parseGeneticMap(text: string): GeneticMaps {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const first = lines[0]?.trim().split(/\s+/) ?? []
  // Every format's last column is a number.
  const hasHeader = Number.isNaN(Number(first.at(-1)))
  const format = formatOf(first, hasHeader)
  const maps = new Map<string, MapPoint[]>()
  for (const line of hasHeader ? lines.slice(1) : lines) addPoint(maps, line, format)
  for (const [chromosome, points] of maps) requireRising(chromosome, points)
  return maps
}

function formatOf(first: readonly string[], hasHeader: boolean): MapFormat {
  const name = first[0]?.toLowerCase() ?? ''
  if (first.length === 3) return name.startsWith('#') || name.startsWith('chr') ? MINIMAC : SHAPEIT
  if (first.length === 4) return hasHeader ? EAGLE : PLINK
  throw refuseSource(fault('source-map-format', '#'))
}

function addPoint(maps: Map<string, MapPoint[]>, line: string, format: MapFormat): void {
  const fields = line.trim().split(/\s+/)
  const chromosome = chromosomeOf(fields[format.chromosome] ?? '').name
  const position = Number(fields[format.position])
  const cM = Number(fields[format.cM])
  if (fields.length !== format.columns || !Number.isSafeInteger(position) || !Number.isFinite(cM)) {
    throw refuseSource(fault('source-map-line', '#'))
  }
  const points = maps.get(chromosome)
  if (points === undefined) maps.set(chromosome, [{ position, cM }])
  else points.push({ position, cM })
}

/** Equal positions are left out; a map that goes back is refused, since engines take it and answer nonsense. */
function requireRising(chromosome: string, points: MapPoint[]): void {
  let kept = 0
  for (const point of points) {
    const before = points[kept - 1]
    if (before !== undefined && kept > 0) {
      if (point.position === before.position) continue
      if (point.position < before.position || point.cM < before.cM) {
        throw refuseSource(fault('source-map-order', '#', { chromosome }))
      }
    }
    points[kept] = point
    kept++
  }
  points.length = kept
}

/** 1 cM/Mb between the two positions. */
export function constantMap(start: number, end: number): MapPoint[] {
  const last = Math.max(end, start + 1)
  return [start, last].map((position) => ({ position, cM: position / BP_PER_CM }))
}

const centimorgans = (value: number) => value.toFixed(6)

/** Eagle's `genetic_map_hg##.txt`: the rate is that from a position to the next one, in cM/Mb. */
export function eagleMap(chromosome: string, points: readonly MapPoint[]): string {
  const rows = points.map(({ position, cM }, i) => {
    const next = points[i + 1]
    const rate = next === undefined ? 0 : ((next.cM - cM) / (next.position - position)) * BP_PER_CM
    return `${chromosome} ${position} ${rate.toFixed(6)} ${centimorgans(cM)}`
  })
  return table(['chr position COMBINED_rate(cM/Mb) Genetic_Map(cM)', ...rows])
}

export function shapeitMap(chromosome: string, points: readonly MapPoint[]): string {
  const rows = points.map(({ position, cM }) => `${position}\t${chromosome}\t${centimorgans(cM)}`)
  return table(['pos\tchr\tcM', ...rows])
}

export function minimacMap(chromosome: string, points: readonly MapPoint[]): string {
  const rows = points.map(({ position, cM }) => `${chromosome}\t${position}\t${centimorgans(cM)}`)
  return table(['#chr\tpos\tcM', ...rows])
}

function table(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
