/** imputationserver2 lists typed variants above this chi-square. */
export const OUTLIER_CHI_SQUARE = 300

export interface AlleleFrequencies {
  /** Alternate allele frequency in the study and in the panel's population, 0 to 1. */
  readonly study: number
  readonly panel: number
  readonly studyAlleles: number
  /** imputationserver-utils counts the panel's people here, not their haplotypes. */
  readonly panelSamples: number
}

/** Chi-square of both alleles' counts in the study and in the panel. */
export function alleleChiSquare({
  study,
  panel,
  studyAlleles,
  panelSamples,
}: AlleleFrequencies): number {
  const one = (inStudy: number, inPanel: number) => {
    const total = inStudy * studyAlleles + inPanel * panelSamples
    const expected = (total / (studyAlleles + panelSamples)) * studyAlleles
    const delta = inStudy * studyAlleles - expected
    return delta ** 2 / expected + delta ** 2 / (total - expected)
  }
  return one(study, panel) + one(1 - study, 1 - panel)
}
