import { CALL_RATE_BINS, RunCharts } from '@crosspanel/protocol/summary'
import { describe, expect, it } from 'vitest'
import { noAccuracy, summariseMafBins } from './accuracy.ts'
import { noAlong, summariseAlong } from './along-genome.ts'
import { chunkAt } from './chunks.ts'
import { createFrequencyCells } from './frequency-cells.ts'

const CHUNKS = 155
const VARIANTS_PER_100_KB = 2_600
const TYPED = 600_000

/** A whole genome against a panel of 80 million variants, few samples: frequencies scatter widely. */
function wholeGenome(): RunCharts {
  const chunks = Array.from({ length: CHUNKS }, (_, index) => {
    const along = noAlong()
    along.variants.fill(VARIANTS_PER_100_KB)
    along.r2Sum.fill(VARIANTS_PER_100_KB * 0.873)
    return { chunk: chunkAt(String(Math.floor(index / 7) + 1), index % 7), along }
  })
  const frequencies = createFrequencyCells()
  for (let i = 0; i < TYPED; i++) {
    const panel = (i % 997) / 997
    frequencies.add(panel, Math.min(1, Math.max(0, panel + ((i % 61) - 30) / 60)))
  }
  const accuracy = noAccuracy()
  for (const bin of accuracy) {
    bin.imputed = 6_600_000
    bin.r2Sum = 6_600_000 * 0.7312
    bin.r2Histogram.fill(133_333)
  }
  return {
    byMaf: summariseMafBins(accuracy),
    alongGenome: summariseAlong(chunks),
    frequencies: frequencies.result(50_000),
    sampleCallRates: Array.from({ length: CALL_RATE_BINS }, () => 500),
  }
}

describe('what the charts of a whole genome are drawn from', () => {
  it('takes at most 50 kB', () => {
    const charts = wholeGenome()

    const bytes = JSON.stringify(charts).length
    expect(RunCharts.parse(charts)).toEqual(charts)
    expect(bytes).toBeLessThanOrEqual(50_000)
    expect(bytes).toBeGreaterThan(20_000)
  })
})
