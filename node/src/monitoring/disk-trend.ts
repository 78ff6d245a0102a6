interface Sample {
  readonly atMs: number
  readonly freeBytes: number
}

const SAMPLE_EVERY_MS = 60_000
const WINDOW_MS = 3_600_000
/** A trend of less than this is noise: a few uploads and an update look like a disk that fills within an hour. */
const SHORTEST_MS = 900_000

/** How fast one volume fills, over the last hour. */
export function createDiskTrend() {
  let samples: Sample[] = []
  return {
    /** Returns seconds until nothing is free, or null when the volume is not filling or it is too early to say. */
    note(freeBytes: number, atMs: number): number | null {
      const newest = samples.at(-1)
      if (newest === undefined || atMs - newest.atMs >= SAMPLE_EVERY_MS) {
        samples = [...samples, { atMs, freeBytes }].filter((s) => atMs - s.atMs <= WINDOW_MS)
      }
      const oldest = samples[0]
      if (oldest === undefined || atMs - oldest.atMs < SHORTEST_MS) return null
      const lostPerMs = (oldest.freeBytes - freeBytes) / (atMs - oldest.atMs)
      return lostPerMs <= 0 ? null : freeBytes / lostPerMs / 1000
    },
  }
}
