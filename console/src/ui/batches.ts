export interface BatchesDeps {
  /** At least this long between two sayings. */
  readonly pauseMs: number
  readonly say: (texts: readonly string[]) => void
  readonly later?: (act: () => void, ms: number) => unknown
}

/** Gathers texts: the first is said at once, those within the pause after it together, each once. */
export function createBatches({ pauseMs, say, later = setTimeout }: BatchesDeps) {
  let waiting: string[] = []
  let isPausing = false

  function flush(): void {
    if (waiting.length === 0) {
      isPausing = false
      return
    }
    say(waiting)
    waiting = []
    isPausing = true
    later(flush, pauseMs)
  }

  return {
    add(text: string): void {
      if (!waiting.includes(text)) waiting.push(text)
      if (!isPausing) flush()
    },
  }
}
