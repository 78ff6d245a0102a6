interface Identified {
  readonly id: string
}

export interface HeldRows<Row> {
  readonly rows: readonly Row[]
  /** New rows that wait until pointer and focus have left. */
  readonly waiting: number
}

/**
 * Rows as they are shown while somebody points at one or has focus in one: each stays where it is and shows what is
 * new of it. Rows after the last known one are added, which moves nothing; others wait.
 */
export function holdRows<Row extends Identified>(
  shown: readonly Row[],
  incoming: readonly Row[],
): HeldRows<Row> {
  const newest = new Map(incoming.map((row) => [row.id, row]))
  const known = new Set(shown.map(({ id }) => id))
  const lastKnown = incoming.findLastIndex(({ id }) => known.has(id))
  const added = incoming.filter(({ id }) => !known.has(id))
  const after = lastKnown === -1 ? [] : incoming.slice(lastKnown + 1)
  return {
    rows: [...shown.map((row) => newest.get(row.id) ?? row), ...after],
    waiting: added.length - after.length,
  }
}
