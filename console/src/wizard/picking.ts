import type { InputReport } from '@crosspanel/protocol/input-check/report'
import { type Draft, unsent } from './draft.ts'
import type { FirstLook } from './first-look.ts'

/** What a draft knows once its files were looked at; uploads of other files are forgotten. */
export function afterLook({ files, report, chromosomes }: FirstLook): Partial<Draft> {
  return {
    files: files.map(unsent),
    ...{ report, chromosomes, isWhole: false },
  }
}

/** What a draft knows once every byte was read. */
export function afterWholeCheck(report: InputReport): Partial<Draft> {
  const chromosomes = new Set(report.files.flatMap((file) => Object.keys(file.chromosomes)))
  return {
    ...{ report, isWhole: true },
    chromosomes: [...chromosomes].toSorted((a, b) => Number(a) - Number(b)),
  }
}
