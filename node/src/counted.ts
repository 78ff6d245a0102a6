import { type Column, type SQL, sql } from 'drizzle-orm'
import { type PgColumn, type PgTable, unionAll } from 'drizzle-orm/pg-core'
import type { Db } from './db.ts'
import { named, rawStatement } from './raw-statement.ts'

/** A table with a column for each field of the rows. */
type TableOf<Row> = PgTable & Readonly<Record<keyof Row & string, PgColumn>>
type NumberIn<Row> = { [Name in keyof Row]: Row[Name] extends number ? Name : never }[keyof Row]

export interface Counted<Row, Table extends TableOf<Row>, Changes extends TableOf<Row>> {
  readonly counts: Table
  /** Those that are not folded into the counts yet. */
  readonly changes: Changes
  /** What tells rows apart; rows come in the order of these. */
  readonly keys: readonly (keyof Row & string)[]
  /** What is added up. Rows whose first number is 0 are left out. */
  readonly numbers: readonly [NumberIn<Row> & string, ...(NumberIn<Row> & string)[]]
  readonly where?: (table: Table | Changes) => SQL
}

/** Reads counts of a table and the changes that are not folded into it yet, in one statement. */
export function countReader<
  Row extends object,
  Table extends TableOf<Row> = TableOf<Row>,
  Changes extends TableOf<Row> = TableOf<Row>,
>(db: Db, { counts, changes, keys, numbers, where }: Counted<Row, Table, Changes>) {
  const columns = (table: TableOf<Row>, number: (column: Column) => SQL) =>
    named(
      Object.fromEntries<Column | SQL>([
        ...keys.map((key) => [key, table[key]] as const),
        ...numbers.map((name) => [name, number(table[name])] as const),
      ]),
    )
  const read = rawStatement<Row>(
    db,
    unionAll(
      db
        .select(columns(counts, (column) => sql`${column}::float8`))
        .from(counts as PgTable)
        .where(where?.(counts)),
      db
        .select(columns(changes, (column) => sql`sum(${column})::float8`))
        .from(changes as PgTable)
        .where(where?.(changes))
        .groupBy(...keys.map((key) => changes[key])),
    ),
  )
  const [first] = numbers
  return async (values: Readonly<Record<string, unknown>> = {}): Promise<Row[]> =>
    addUp(await read(values), keys, numbers).filter((row) => row[first] !== 0)
}

/**
 * Counts and changes of the same thing as one row. Here and not in the statement, where adding up and sorting what is
 * mostly one row each costs as much as reading it.
 */
function addUp<Row extends object>(
  rows: readonly Row[],
  keys: readonly (keyof Row)[],
  numbers: readonly (keyof Row)[],
): Row[] {
  const added = new Map<string, Row>()
  for (const row of rows) {
    const key = keys.map((name) => row[name]).join(' ')
    const before = added.get(key)
    added.set(key, before === undefined ? row : { ...row, ...sumsOf(numbers, before, row) })
  }
  return [...added].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

function sumsOf<Row extends object>(
  numbers: readonly (keyof Row)[],
  one: Row,
  other: Row,
): Partial<Row> {
  const sums = numbers.map((name) => [name, Number(one[name]) + Number(other[name])] as const)
  return Object.fromEntries(sums) as Partial<Row>
}

/** Adds the changes to the counts by `statement`, which answers how many. One process at a time. */
export function foldChanges(db: Db, lock: number, statement: SQL): Promise<number> {
  return db.transaction(async (tx) => {
    const [held] = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(${lock}) as taken`,
    )
    if (held?.taken !== true) return 0
    const [folded] = await tx.execute<{ changes: number }>(statement)
    return folded?.changes ?? 0
  })
}
