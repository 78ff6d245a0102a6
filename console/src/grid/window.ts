export interface Viewport {
  /** All in CSS pixels. */
  readonly scrollTop: number
  readonly height: number
  readonly rowHeight: number
}

/** Rows beyond the edges that are drawn already, so that fast scrolling shows no white. */
const BEYOND = 8

/** The rows to draw, from `first` up to and without `end`. */
export function windowOf(count: number, { scrollTop, height, rowHeight }: Viewport) {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - BEYOND)
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + BEYOND)
  return { first: Math.min(first, count), end }
}

/**
 * Which row each element shows, by index: an element whose row is wanted still keeps it, the others take the rows that
 * came into sight. So scrolling makes nothing anew, and the element with focus stays the one that has it. `count` is
 * the number of all rows.
 */
export function refill(
  shown: readonly number[],
  wanted: readonly number[],
  count: number,
): readonly number[] {
  const isShown = new Set(shown)
  const isWanted = new Set(wanted)
  const missing = wanted.filter((index) => index < count && !isShown.has(index)).values()
  const refilled = shown
    .filter((index) => index < count)
    .map((index) => (isWanted.has(index) ? index : (missing.next().value ?? index)))
  return [...refilled, ...missing]
}

/** Where the keys of a grid lead from a row (ARIA authoring practices, grid); `undefined` for other keys. */
export function rowAfterKey(
  key: string,
  at: number,
  { count, perPage }: { readonly count: number; readonly perPage: number },
): number | undefined {
  const last = count - 1
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + perPage,
    PageUp: at - perPage,
    Home: 0,
    End: last,
  }
  const wanted = to[key]
  return wanted === undefined ? undefined : Math.max(0, Math.min(last, wanted))
}
