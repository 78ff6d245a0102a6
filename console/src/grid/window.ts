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
