import { type Column, fillPlaceholders, type Query, type SQL, sql } from 'drizzle-orm'
import type { Db } from './db.ts'

/** Columns to be selected under the names that the program has for them. */
export function named<Columns extends Readonly<Record<string, Column | SQL>>>(columns: Columns) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, sql`${column}`.as(name)]),
  ) as { [Name in keyof Columns]: SQL.Aliased }
}

/**
 * A statement that is written once and whose rows are taken as the client reads them: drizzle's mapping of a hundred
 * costs as much as asking for them. So columns are `named`, and instants come as text, as Postgres writes them.
 */
export function rawStatement<Row extends object>(db: Db, query: { toSQL(): Query }) {
  const { sql: text, params } = query.toSQL()
  return (values: Readonly<Record<string, unknown>> = {}): Promise<Row[]> =>
    db.$client.unsafe<Row[]>(text, fillPlaceholders(params, values) as (string | number)[])
}
