import { CALL_RATE_BINS } from '@crosspanel/protocol/summary'

/** Adds up, over chunks, in how many kept variants each sample has a called genotype. */
export function createCallRates() {
  let called = new Float64Array(0)
  let variants = 0
  return {
    addChunk(calledBySample: Uint32Array, remaining: number): void {
      if (called.length === 0) called = new Float64Array(calledBySample.length)
      for (const [sample, count] of calledBySample.entries()) {
        called[sample] = (called[sample] ?? 0) + count
      }
      variants += remaining
    },
    /** Samples by call rate, in equal bins from 0 to 1; `null` where no variant was kept. */
    histogram(): number[] | null {
      if (variants === 0) return null
      const bins = new Array<number>(CALL_RATE_BINS).fill(0)
      for (const count of called) {
        const bin = Math.min(CALL_RATE_BINS - 1, Math.floor((count * CALL_RATE_BINS) / variants))
        bins[bin] = (bins[bin] ?? 0) + 1
      }
      return bins
    },
  }
}
export type CallRates = ReturnType<typeof createCallRates>
