import { DomainError } from '@crosspanel/protocol/problem'

/** A place in a list that is in order of a time, where ids break ties. */
export interface Cursor {
  readonly at: Date
  readonly id: string
}

const WRITTEN =
  /^([1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')
}

/** Throws `invalid-request` for anything that `writeCursor` did not write: Postgres knows fewer times than JavaScript. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  const [, time = '', id = ''] = WRITTEN.exec(Buffer.from(text, 'base64url').toString()) ?? []
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) {
    throw new DomainError('invalid-request', 'the cursor is not one that this list gave out')
  }
  return { at, id }
}

/** The page of at most `limit` rows, of rows that were read with one to spare, and where the next page begins. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Cursor,
): { page: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { page, next: last === undefined ? null : writeCursor(placeOf(last)) }
}
