/** A value that the cursor of a chart can be at, in pixels of the drawing. */
export interface Stop {
  readonly x: number
  /** Without it, the value is all that stands above and below. */
  readonly y?: number
  readonly text: string
}

const PAGE = 10

/** Where a key leads, or `undefined` for a key that is none of the cursor's. */
export function nextStop(key: string, at: number | undefined, stops: number): number | undefined {
  if (stops === 0) return undefined
  const last = stops - 1
  const from = at ?? -1
  const moves: Readonly<Record<string, number>> = {
    ...{ ArrowRight: from + 1, ArrowUp: from + 1, ArrowLeft: from - 1, ArrowDown: from - 1 },
    ...{ PageUp: from + PAGE, PageDown: from - PAGE, Home: 0, End: last },
  }
  const next = Object.hasOwn(moves, key) ? moves[key] : undefined
  return next === undefined ? undefined : Math.min(last, Math.max(0, next))
}

/** The value nearest to a point of the drawing. */
export function nearestStop(stops: readonly Stop[], x: number, y: number): number | undefined {
  let nearest: number | undefined
  let least = Number.POSITIVE_INFINITY
  for (const [index, stop] of stops.entries()) {
    const distance = (stop.x - x) ** 2 + (stop.y === undefined ? 0 : (stop.y - y) ** 2)
    if (distance < least) {
      least = distance
      nearest = index
    }
  }
  return nearest
}
