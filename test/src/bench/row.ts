/** `smoke` proves in seconds that a row runs and that what it measures is right; its figures mean nothing. */
export type BenchSize = 'smoke' | 'full'

/** One row of the benchmarks: some work, done by ours and by a peer in turns. */
export interface BenchRow {
  /** As in the documentation, e.g. `B2`. */
  readonly id: string
  readonly title: string
  /**
   * Verifies what both sides answer, measures them alternately and returns the samples. Throws when an
   * answer is wrong: a fast wrong answer has no figure.
   */
  run(size: BenchSize, ports: BenchPorts): Promise<readonly Measurement[]>
}

/** What a row is given; all of it ends with the row. */
export interface BenchPorts {
  /** An empty directory of the row's own. */
  readonly dir: string
  /** The private Redis. */
  readonly redisUrl: string
  /** URL of a database of the row's own; `node` and `registry` have all migrations in them. */
  openDatabase(kind: 'node' | 'registry' | 'empty'): Promise<string>
  /** URL of a node's database with so many jobs, which rows share: they may add sessions and nothing else. */
  openFilled(jobs: number): Promise<string>
  /** Starts a module in a process of its own, which calls `reportReady` once it can be used. */
  fork(module: URL, environment?: Readonly<Record<string, string>>): Promise<Forked>
  say(line: string): void
}

export interface Forked extends AsyncDisposable {
  readonly pid: number
  /** What the module told `reportReady`. */
  readonly url: string
}

export interface Measurement {
  readonly what: string
  readonly unit: string
  readonly better: 'lower' | 'higher'
  /** One figure for each pair, in order. */
  readonly ours: readonly number[]
  /** What was measured in turns with ours, pair by pair. */
  readonly peer?: { readonly name: string; readonly values: readonly number[] }
  readonly goal?: Goal
  /** Figures that explain the result: queries, bytes, rows. */
  readonly facts?: Readonly<Record<string, number | string>>
}

export interface Goal {
  readonly words: string
  isReached(summary: Summary): boolean
}

/** Medians of the samples; `ratio` is the median of ours divided by the peer's, pair by pair. */
export interface Summary {
  readonly ours: number
  readonly peer?: number
  readonly ratio?: { readonly median: number; readonly min: number; readonly max: number }
}
