import { isProblemCode, type Problem, type ProblemDetail } from '@crosspanel/protocol/problem'
import { templateOf } from '@crosspanel/protocol/template'
import { language } from '../i18n/language.ts'
import { typesetAll } from '../i18n/typeset.ts'
import { defineWords } from '../i18n/words.ts'
import { fr as faultsInFrench } from '../told/words.faults.fr.ts'
import { fr as refusalsInFrench } from '../told/words.refusals.fr.ts'
import { type Said, sayWith } from '../told/texts.ts'
import { en, type ProblemWords } from './words.en.ts'
import { fr } from './words.fr.ts'

export const t = defineWords(en, fr)

/** Undefined for a code that this release does not know: the server may be newer than the page. */
export function wordsOf(code: string): ProblemWords | undefined {
  return isProblemCode(code) ? t()[code] : undefined
}

interface FaultTexts {
  readonly detail: string
  readonly fix?: string
}
export interface FaultSaid {
  readonly detail: Said
  readonly fix: Said | undefined
}

const DETAILS = { en: undefined, fr: typesetAll(refusalsInFrench, 'fr') } as const

const FAULTS: Readonly<Record<string, Readonly<Record<string, FaultTexts>> | undefined>> = {
  en: undefined,
  fr: typesetAll(faultsInFrench, 'fr'),
}

/** What is wrong with one place, or with all of a request, and how to mend that. */
export function faultSaid({ detail, fix, told }: ProblemDetail): FaultSaid {
  const texts = FAULTS[language()]
  const known = texts && told && Object.hasOwn(texts, told.key) ? texts[told.key] : undefined
  const params = told?.params ?? {}
  return {
    detail: sayWith(known?.detail, params, detail),
    fix: fix === undefined ? undefined : sayWith(known?.fix, params, fix),
  }
}

/** What was seen, where the page's language has words for it. */
export function detailOf({ detail = '', told }: Problem): Said {
  const texts = DETAILS[language()]
  return sayWith(texts && told && templateOf(texts, told.key), told?.params ?? {}, detail)
}
