import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import postgres from 'postgres'
import type { DatabasePart, Migration, TablePart } from './manifest.ts'

const NEWLINE = 10
/** Dumps of the node's tables shrink to a fifth already at this level, at twice the speed of the default. */
const GZIP_LEVEL = 1

export interface Snapshot {
  readonly database: DatabasePart
  /** Blobs of the files that count in the dump. */
  readonly blobIds: readonly string[]
  readonly panels: readonly { panelId: string; digest: string; dir: string }[]
}

/**
 * Writes every table as the database sees it at one moment, in COPY's text format, which any later
 * version of Postgres reads. The node may go on working.
 */
export async function dumpDatabase(url: string, into: string): Promise<Snapshot> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  await mkdir(join(into, 'database'), { recursive: true, mode: 0o700 })
  try {
    return await sql.begin('isolation level repeatable read read only', async (tx) => {
      const migrations = await readMigrations(tx)
      const tables: TablePart[] = []
      for (const { table, columns } of await listTables(tx)) {
        tables.push(await dumpTable(tx, into, table, columns))
      }
      return {
        database: {
          postgres: await versionOf(tx),
          migrations,
          tables,
          sequences: await listSequences(tx),
        },
        blobIds: await listBlobs(tx),
        panels: await tx<{ panelId: string; digest: string; dir: string }[]>`
          select id as "panelId", digest, dir from panels order by id`,
      }
    })
  } finally {
    await sql.end()
  }
}

async function readMigrations(tx: postgres.TransactionSql): Promise<Migration[]> {
  const rows = await tx<{ hash: string; created_at: string }[]>`
    select hash, created_at from drizzle.__drizzle_migrations order by created_at`
  return rows.map(({ hash, created_at }) => ({ hash, createdAt: Number(created_at) }))
}

async function versionOf(tx: postgres.TransactionSql): Promise<string> {
  const [row] = await tx<{ version: string }[]>`select current_setting('server_version') as version`
  return row?.version ?? ''
}

/** Generated columns are left out: the database makes them again. */
async function listTables(tx: postgres.TransactionSql) {
  return tx<{ table: string; columns: string[] }[]>`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`
}

/** Sequences stand outside of transactions: a number here may be ahead of the rows, never behind them. */
async function listSequences(tx: postgres.TransactionSql) {
  return tx<{ name: string; lastValue: string }[]>`
    select sequencename as name, last_value::text as "lastValue" from pg_sequences
    where schemaname = 'public' and last_value is not null order by sequencename`
}

async function listBlobs(tx: postgres.TransactionSql): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select "blobId" as id from files where state = 'complete' order by "blobId"`
  return rows.map(({ id }) => id)
}

async function dumpTable(
  tx: postgres.TransactionSql,
  into: string,
  table: string,
  columns: readonly string[],
): Promise<TablePart> {
  const name = `database/${table}.copy.gz`
  const list = columns.map((column) => `"${column}"`).join(', ')
  const rows = counter((bytes) => countOf(bytes, NEWLINE))
  const hash = createHash('sha256')
  const size = counter((bytes) => {
    hash.update(bytes)
    return bytes.length
  })
  const source = await tx.unsafe(`copy (select ${list} from "${table}") to stdout`).readable()
  await pipeline(
    source instanceof Readable ? source : Readable.from(source),
    rows.stream,
    createGzip({ level: GZIP_LEVEL }),
    size.stream,
    createWriteStream(join(into, name), { mode: 0o600, flush: true }),
  )
  return {
    name,
    table,
    columns: [...columns],
    rows: rows.sum(),
    sizeBytes: size.sum(),
    sha256: hash.digest('hex'),
  }
}

/** COPY writes one line for each row; a line break within a value is escaped. */
function countOf(bytes: Uint8Array, byte: number): number {
  let found = 0
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) found += 1
  return found
}

function counter(measure: (bytes: Uint8Array) => number): { stream: Transform; sum: () => number } {
  let sum = 0
  const stream = new Transform({
    transform(bytes: Buffer, _encoding, done: TransformCallback) {
      sum += measure(bytes)
      done(null, bytes)
    },
  })
  return { stream, sum: () => sum }
}
