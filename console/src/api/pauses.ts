const POLL_MS = 10_000
/** With a stream, reading again is only the proof that nothing was missed. */
const RECONCILE_MS = 60_000
const UNDER_WAY_MS = 2_000
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 30_000

/** Half of a pause by chance, so that pages that lost the same node do not come back as one. `chance` is 0 to 1. */
const jittered = (ms: number, chance: number) => ms * (0.75 + chance / 2)

/** `isUnderWay`: what is shown is changing, and no event of the stream tells how. */
export function untilNextMs(
  { isStreaming, isUnderWay }: { isStreaming: boolean; isUnderWay: boolean },
  chance: number,
): number {
  if (isUnderWay) return jittered(UNDER_WAY_MS, chance)
  return jittered(isStreaming ? RECONCILE_MS : POLL_MS, chance)
}

/** After the given number of failures in a row; never sooner than the server has asked for. */
export function retryPauseMs(
  failures: number,
  retryAfterS: number | undefined,
  chance: number,
): number {
  const ours = jittered(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)), chance)
  return Math.max(ours, (retryAfterS ?? 0) * 1000)
}
