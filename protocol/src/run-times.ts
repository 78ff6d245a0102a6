import { z } from 'zod'
import { PanelId, Timestamp } from './ids.ts'

/** Fewer finished runs say too little, and too much of each of them. */
export const RUN_TIMES_MIN_RUNS = 5
/** The latest of a panel, and none older than `RUN_TIMES_DAYS`. */
export const RUN_TIMES_MAX_RUNS = 100
export const RUN_TIMES_DAYS = 90

const Seconds = z.number().min(0)

/**
 * How long a host's own finished runs with a panel took, by its own clock. A run is as large as its
 * imputed genotypes: samples times variants of the result.
 */
export const RunTimes = z.object({
  panelId: PanelId,
  runs: z.int().min(RUN_TIMES_MIN_RUNS),
  /** When the first and the last of these runs were offered. */
  from: Timestamp,
  to: Timestamp,
  leastSamples: z.int().min(1),
  mostSamples: z.int().min(1),
  mostGenotypes: z.number().min(1),
  /** From the queue to the first engine. */
  waitS: z.object({ p50: Seconds, p90: Seconds }),
  /** From the first engine to encrypted results, for a million of imputed genotypes. */
  millionGenotypesS: z.object({ p10: Seconds, p50: Seconds, p90: Seconds }),
  /** The quickest of these runs: no run is quicker, however small. */
  leastRunS: Seconds,
})
export type RunTimes = z.infer<typeof RunTimes>
