/**
 * `npm run bench`: measures Crosspanel beside the peers that people would otherwise use, in turns on the
 * same machine. `-- --only B2,B9`, `-- --size smoke`, `-- --pairs 3`, `-- --dir DIR`, `-- --json FILE`.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { limitPairs } from './alternate.ts'
import { openPorts, openServers, type BenchServers } from './ports.ts'
import {
  type BenchResults,
  describeRow,
  failedRow,
  machineFacts,
  type MeasuredRow,
  toMeasured,
} from './report.ts'
import type { BenchRow, BenchSize } from './row.ts'

const ROWS_DIR = join(import.meta.dirname, 'rows')
const RESULTS = fileURLToPath(new URL('../../../.crosspanel/bench/results.json', import.meta.url))

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    size: { type: 'string', default: 'full' },
    pairs: { type: 'string' },
    dir: { type: 'string' },
    json: { type: 'string', default: RESULTS },
  },
})
const size = readSize(values.size)
if (values.pairs !== undefined) limitPairs(Number(values.pairs))
const rows = choose(await readRows(), values.only?.split(','))
const machine = machineFacts()
await using servers = await openServers(values.dir)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, giveUp)
const measured: MeasuredRow[] = []
for (const row of rows) {
  process.stderr.write(`${row.id}: ${row.title}\n`)
  const figures = await measure(row, size, servers)
  measured.push(figures)
  process.stdout.write(`${describeRow(figures)}\n\n`)
}
const results: BenchResults = { date: new Date().toISOString(), size, machine, rows: measured }
await mkdir(dirname(values.json), { recursive: true })
await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`)
process.stdout.write(`all samples: ${values.json}\n`)
if (measured.some(({ error }) => error !== undefined)) process.exitCode = 1

function readSize(text: string): BenchSize {
  if (text === 'smoke' || text === 'full') return text
  throw new Error(`--size is smoke or full, not ${text}`)
}

/** Each module in `rows/` is a row. */
async function readRows(): Promise<BenchRow[]> {
  const names = (await readdir(ROWS_DIR)).filter((name) => name.endsWith('.ts'))
  const modules = await Promise.all(
    names.map((name) => import(pathToFileURL(join(ROWS_DIR, name)).href) as Promise<RowModule>),
  )
  return modules
    .map(({ row }) => row)
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}
interface RowModule {
  readonly row: BenchRow
}

function choose(all: readonly BenchRow[], only: readonly string[] | undefined): BenchRow[] {
  const unknown = only?.filter((id) => !all.some((row) => row.id === id)) ?? []
  if (unknown.length > 0) {
    throw new Error(`no row ${unknown.join(', ')}; there are ${all.map(({ id }) => id).join(', ')}`)
  }
  return all.filter(({ id }) => only?.includes(id) ?? true)
}

/** A row that fails is reported and keeps no other from being measured. */
async function measure(
  row: BenchRow,
  size: BenchSize,
  servers: BenchServers,
): Promise<MeasuredRow> {
  const startedMs = performance.now()
  const tookS = () => Math.round((performance.now() - startedMs) / 100) / 10
  try {
    await using stack = new AsyncDisposableStack()
    const measurements = await row.run(size, await openPorts(servers, stack))
    if (measurements.length === 0) throw new Error('the row measured nothing')
    return {
      id: row.id,
      title: row.title,
      tookS: tookS(),
      measurements: measurements.map(toMeasured),
    }
  } catch (error) {
    return failedRow(row, tookS(), error)
  }
}

/** Postgres and Redis outlive a process that is just ended. */
function giveUp(): void {
  void Promise.resolve(servers[Symbol.asyncDispose]()).finally(() => process.exit(1))
}
