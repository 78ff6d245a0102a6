import { alleleChiSquare, OUTLIER_CHI_SQUARE } from '@crosspanel/protocol/allele-chi-square'
import { FREQUENCY_BINS } from '@crosspanel/protocol/summary'

/** A square of the plot with typed variants in it; `panel` and `study` are the frequencies at its centre. */
export interface FrequencyCell {
  readonly column: number
  readonly row: number
  readonly panel: number
  readonly study: number
  readonly variants: number
}

export function filledCells(cells: readonly number[]): FrequencyCell[] {
  return cells.flatMap((variants, index) => {
    const column = index % FREQUENCY_BINS
    const row = Math.floor(index / FREQUENCY_BINS)
    return variants === 0
      ? []
      : [{ column, row, panel: centreOf(column), study: centreOf(row), variants }]
  })
}

const centreOf = (bin: number) => (bin + 0.5) / FREQUENCY_BINS

/** The shades of the plot, each for ten times as many variants as the one before. */
export const SHADES = 5

/** Which shade stands for a number of variants: 0 for one to nine, and so on. */
export function shadeOf(variants: number): number {
  return Math.min(SHADES - 1, Math.max(0, String(Math.floor(variants)).length - 1))
}

/** The cells whose frequencies differ most. */
export function farthestCells(cells: readonly FrequencyCell[], number: number): FrequencyCell[] {
  const apart = ({ panel, study }: FrequencyCell) => Math.abs(panel - study)
  return cells.toSorted((a, b) => apart(b) - apart(a) || b.variants - a.variants).slice(0, number)
}

export interface OutlierBound {
  readonly panel: number
  /** Study frequencies from which on a variant is listed; `null` where none is that far away. */
  readonly above: number | null
  readonly below: number | null
}

const BISECTIONS = 40

/** The lines beyond which the frequency check lists a variant, by the panel's frequency. */
export function outlierBounds(samples: number, populationSamples: number): OutlierBound[] {
  return Array.from({ length: FREQUENCY_BINS + 1 }, (_, step) => {
    const panel = step / FREQUENCY_BINS
    const isOutlier = (study: number) =>
      alleleChiSquare({
        ...{ study, panel, studyAlleles: 2 * samples, panelSamples: populationSamples },
      }) > OUTLIER_CHI_SQUARE
    const boundTowards = (end: number): number | null => {
      if (!isOutlier(end)) return null
      let inside = panel
      let outside = end
      for (let i = 0; i < BISECTIONS; i++) {
        const middle = (inside + outside) / 2
        if (isOutlier(middle)) outside = middle
        else inside = middle
      }
      return outside
    }
    return { panel, above: boundTowards(1), below: boundTowards(0) }
  })
}
