import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { listMigrations, MIGRATIONS_DIR, migrateNode } from '@crosspanel/node/db'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import postgres from 'postgres'
import { z } from 'zod'
import { type BackupManifest, damaged, type Migration, type TablePart } from './manifest.ts'

const Journal = z.looseObject({ entries: z.array(z.looseObject({ when: z.number() })) })

/** Fills an empty database from the backup, at the backup's own schema first, then brings it to this version's. */
export async function loadDatabase(
  url: string,
  path: string,
  { database }: BackupManifest,
): Promise<void> {
  refuseForeignSchema(database.migrations)
  await migrateTo(url, database.migrations.at(-1)?.createdAt ?? 0)
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.begin(async (tx) => {
      const keys = await dropForeignKeys(tx)
      // Of rows that a migration itself put in, the dump has the later state.
      const names = database.tables.map(({ table }) => `"${table}"`)
      for (const name of names) await tx.unsafe(`alter table ${name} disable trigger user`)
      if (names.length > 0) await tx.unsafe(`truncate ${names.join(', ')}`)
      for (const part of database.tables) {
        await loadTable(tx, path, part)
      }
      for (const { name, lastValue } of database.sequences) {
        await tx`select setval(${`public."${name}"`}::regclass, ${lastValue}::bigint)`
      }
      for (const key of keys) {
        await tx.unsafe(`alter table ${key.table} add constraint "${key.name}" ${key.definition}`)
      }
      for (const name of names) await tx.unsafe(`alter table ${name} enable trigger user`)
    })
  } finally {
    await sql.end()
  }
  await migrateNode(url)
}

/** A backup of a later version, or of other migrations, has tables that this version does not know. */
export function refuseForeignSchema(migrations: readonly Migration[]): void {
  const own = listMigrations()
  const isKnown = migrations.every(
    ({ hash, createdAt }, index) =>
      own[index]?.hash === hash && own[index]?.createdAt === createdAt,
  )
  if (isKnown) return
  throw new CliError(
    'the backup was made by another version of Crosspanel, whose schema this one does not know: install that version or a later one and try again',
    EXIT.failed,
  )
}

/** drizzle's migrator applies a whole folder, so it is given one that ends where the backup does. */
async function migrateTo(url: string, last: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'crosspanel-migrations-'))
  try {
    await cp(MIGRATIONS_DIR, folder, { recursive: true })
    const file = join(folder, 'meta', '_journal.json')
    const journal = Journal.parse(JSON.parse(await readFile(file, 'utf8')))
    const entries = journal.entries.filter(({ when }) => when <= last)
    await writeFile(file, JSON.stringify({ ...journal, entries }))
    await migrateNode(url, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Tables are loaded in any order; adding the keys again proves that every reference is met. */
async function dropForeignKeys(tx: postgres.TransactionSql) {
  const keys = await tx<{ name: string; table: string; definition: string }[]>`
    select conname as name, conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`
  for (const { name, table } of keys) {
    await tx.unsafe(`alter table ${table} drop constraint "${name}"`)
  }
  return keys
}

async function loadTable(
  tx: postgres.TransactionSql,
  path: string,
  part: TablePart,
): Promise<void> {
  const columns = part.columns.map((column) => `"${column}"`).join(', ')
  const sink = await tx.unsafe(`copy "${part.table}" (${columns}) from stdin`).writable()
  sink.on('error', () => undefined)
  try {
    for await (const bytes of createReadStream(join(path, part.name)).pipe(createGunzip())) {
      if (!sink.write(bytes)) await once(sink, 'drain')
    }
    sink.end()
    // postgres.js leaves the stream open for ever when the server refuses the last rows; the next
    // statement of the transaction tells. It must not go out before the end of the copy has.
    while (sink.writableLength > 0) await turn()
    await turn()
    const [found] = await tx.unsafe<{ rows: string }[]>(
      `select count(*) as rows from "${part.table}"`,
    )
    if (Number(found?.rows) === part.rows) return
  } catch (error) {
    throw damaged(`the rows of ${part.table} do not fit its columns (${wordsOf(error)})`)
  }
  throw damaged(`${part.table} has another number of rows than was written`)
}

function wordsOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
}
