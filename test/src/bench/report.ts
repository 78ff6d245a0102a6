import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import type { BenchRow, BenchSize, Measurement, Summary } from './row.ts'
import { summarise } from './statistics.ts'

export interface MeasuredRow {
  readonly id: string
  readonly title: string
  readonly tookS: number
  readonly measurements: readonly Measured[]
  /** Why the row has no figures. */
  readonly error?: string
}
interface Measured extends Omit<Measurement, 'goal'> {
  readonly summary: Summary
  readonly goal?: string
  readonly isReached?: boolean
}

export function toMeasured({ goal, ...measurement }: Measurement): Measured {
  const summary = summarise(measurement)
  if (goal === undefined) return { ...measurement, summary }
  return { ...measurement, summary, goal: goal.words, isReached: goal.isReached(summary) }
}

/** Lines for people, losing ones as well. */
export function describeRow({ id, title, measurements, error }: MeasuredRow): string {
  const lines = [`${id}  ${title}`]
  if (error !== undefined) lines.push(`    FAILED: ${error}`)
  for (const measured of measurements) lines.push(...describeMeasurement(measured))
  return lines.join('\n')
}

function describeMeasurement(measured: Measured): string[] {
  const { what, unit, summary, peer, goal, isReached, facts = {} } = measured
  const lines = [`    ${what}: ${figure(summary.ours)} ${unit}`]
  if (peer !== undefined && summary.peer !== undefined && summary.ratio !== undefined) {
    const { median, min, max } = summary.ratio
    lines.push(
      `      ${peer.name}: ${figure(summary.peer)} ${unit}; ours is ${figure(median)} times that (${figure(min)} to ${figure(max)}, ${measured.ours.length} pairs)`,
    )
  }
  const told = Object.entries(facts).map(([name, value]) => `${name} ${value}`)
  if (told.length > 0) lines.push(`      ${told.join(', ')}`)
  if (goal !== undefined)
    lines.push(`      goal: ${goal}: ${isReached ? 'reached' : 'NOT reached'}`)
  return lines
}

function figure(value: number): string {
  return Number(value.toPrecision(3)).toString()
}

/** What the figures were taken on. */
export function machineFacts() {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    node: process.version,
    postgres: 'embedded 18.4',
    redis: firstLine('redis-server', ['--version']),
    commit: firstLine('git', ['rev-parse', 'HEAD']),
  }
}

function firstLine(file: string, args: readonly string[]): string {
  try {
    return execFileSync(file, args, { encoding: 'utf8' }).split('\n')[0] ?? ''
  } catch {
    return 'unknown'
  }
}

export function failedRow(row: BenchRow, tookS: number, error: unknown): MeasuredRow {
  const { id, title } = row
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { id, title, tookS, measurements: [], error: detail }
}

export interface BenchResults {
  readonly date: string
  readonly size: BenchSize
  readonly machine: ReturnType<typeof machineFacts>
  readonly rows: readonly MeasuredRow[]
}
