import { type Column, sql } from 'drizzle-orm'

/** Of a table of counts. */
export const kept = (column: Column) => sql<number>`${column}::float8`
/** Of the changes that are not folded into it yet, in groups. */
export const changed = (column: Column) => sql<number>`sum(${column})::float8`

/**
 * Counts and changes of the same thing as one row, in the order of the keys. Here and not in the statement, where adding
 * up and sorting what is mostly one row each costs as much as reading it.
 */
export function addUp<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  add: (one: Row, other: Row) => Row,
): Row[] {
  const added = new Map<string, Row>()
  for (const row of rows) {
    const key = keyOf(row)
    const before = added.get(key)
    added.set(key, before === undefined ? row : add(before, row))
  }
  return [...added].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
