import { type Draft, unsent } from './draft.ts'
import type { FirstLook } from './first-look.ts'
import type { WholeLook } from './whole-check.ts'

/** What a draft knows once its files were looked at; uploads of other files are forgotten. */
export function afterLook({
  files,
  report,
  chromosomes,
  sketch,
  isWhole,
}: FirstLook): Partial<Draft> {
  return {
    files: files.map(unsent),
    ...{ report, chromosomes, sketch, isWhole },
  }
}

/** What a draft knows once every byte was read. */
export function afterWholeCheck({ report, sketch }: WholeLook): Partial<Draft> {
  const chromosomes = new Set(report.files.flatMap((file) => Object.keys(file.chromosomes)))
  return {
    ...{ report, sketch, isWhole: true },
    chromosomes: [...chromosomes].toSorted((a, b) => Number(a) - Number(b)),
  }
}
