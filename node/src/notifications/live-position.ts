/**
 * A point in the order of commits. `snapshot` is what had been committed then, as Postgres writes it
 * (`pg_snapshot`): sequence numbers would not do, since a transaction may take a lower one than another
 * and be committed after it. `within` says how far the events that became visible between two
 * snapshots have been read.
 */
export interface LivePosition {
  /** When the event was sent, milliseconds since 1970, by the database's clock. */
  readonly at: number
  readonly snapshot: string
  readonly within?: { readonly since: string; readonly seq: number } | undefined
}

/** Longer ones are nobody's: each open transaction takes about ten characters, and there are at most some hundreds. */
const MAX_LENGTH = 8_000
const SNAPSHOT = /^(\d{1,20}):(\d{1,20}):((?:\d{1,20},)*\d{1,20})?$/

/** The id of an event, as clients keep it. They must not read anything into it. */
export function formatPosition({ at, snapshot, within }: LivePosition): string {
  const parts = [at.toString(36), snapshot]
  if (within !== undefined) parts.push(within.since, String(within.seq))
  return parts.join('~')
}

/** `undefined` for what is no id of ours. */
export function parsePosition(text: string): LivePosition | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const [time = '', snapshot = '', since, seq, ...rest] = text.split('~')
  if (!/^[0-9a-z]{1,9}$/.test(time) || !isSnapshot(snapshot) || rest.length > 0) return undefined
  const at = Number.parseInt(time, 36)
  if (since === undefined) return { at, snapshot }
  if (!isSnapshot(since) || !/^\d{1,15}$/.test(seq ?? '')) return undefined
  return { at, snapshot, within: { since, seq: Number(seq) } }
}

/** Whether the transaction had been committed when the snapshot was taken; the rule of `pg_visible_in_snapshot`. */
export function isVisible(transaction: bigint, snapshot: string): boolean {
  const { xmin, xmax, open } = readSnapshot(snapshot)
  if (transaction < xmin) return true
  return transaction < xmax && !open.includes(transaction)
}

function readSnapshot(text: string) {
  const [xmin = '0', xmax = '0', open = ''] = text.split(':')
  return {
    xmin: BigInt(xmin),
    xmax: BigInt(xmax),
    open: open === '' ? [] : open.split(',').map(BigInt),
  }
}

/** Postgres answers an error for one that is not in order. */
function isSnapshot(text: string): boolean {
  if (!SNAPSHOT.test(text)) return false
  const { xmin, xmax, open } = readSnapshot(text)
  if (xmin < 1n || xmin > xmax || xmax >= 2n ** 63n) return false
  return open.every(
    (id, index) => id >= xmin && id < xmax && (index === 0 || id > (open[index - 1] ?? 0n)),
  )
}
