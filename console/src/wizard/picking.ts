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

const PROGRAMS = 'bcftools|bgzip|gunzip|gzip|zcat|tabix|unzip|file|tar|sed|awk|plink2?|crosspanel'
const COMMAND = new RegExp(`^(.*?[:.])\\s+((?:${PROGRAMS}) .+)$`, 's')

/** What is said about a command behind it is no part of it. */
const ASIDE = /^(.+?)\s+\(([^()]*)\)$/

/** A remedy as a sentence and, where it names one, the command to copy. */
export function splitFix(fix: string): { readonly text: string; readonly command?: string } {
  const [, text, whole] = COMMAND.exec(fix) ?? []
  if (text === undefined || whole === undefined) return { text: fix }
  const [, command = whole, aside] = ASIDE.exec(whole) ?? []
  return { text: aside === undefined ? text : `${text} (${aside})`, command }
}
