import { FREQUENCY_BINS, type RunCharts } from '@crosspanel/protocol/summary'

/** Counts typed variants by alternate allele frequency in the panel's population and in the samples. */
export function createFrequencyCells() {
  const cells = new Array<number>(FREQUENCY_BINS ** 2).fill(0)
  let count = 0
  let panelSum = 0
  let studySum = 0
  let panelSquares = 0
  let studySquares = 0
  let products = 0

  function correlation(): number | null {
    const panelVariance = panelSquares - panelSum ** 2 / count
    const studyVariance = studySquares - studySum ** 2 / count
    const covariance = products - (panelSum * studySum) / count
    const r2 = covariance ** 2 / (panelVariance * studyVariance)
    return Number.isFinite(r2) ? Number(Math.min(1, r2).toFixed(4)) : null
  }

  return {
    add(panel: number, study: number): void {
      const cell = binOf(study) * FREQUENCY_BINS + binOf(panel)
      cells[cell] = (cells[cell] ?? 0) + 1
      count++
      panelSum += panel
      studySum += study
      panelSquares += panel * panel
      studySquares += study * study
      products += panel * study
    },
    result: (populationSamples: number): NonNullable<RunCharts['frequencies']> => ({
      populationSamples,
      r2: correlation(),
      cells,
    }),
  }
}
export type FrequencyCells = ReturnType<typeof createFrequencyCells>

function binOf(frequency: number): number {
  return Math.min(FREQUENCY_BINS - 1, Math.max(0, Math.floor(frequency * FREQUENCY_BINS)))
}
