import { isProblemCode, type Problem } from '@crosspanel/protocol/problem'
import { templateOf } from '@crosspanel/protocol/template'
import { language } from '../i18n/language.ts'
import { defineWords } from '../i18n/words.ts'
import { fr as refusalsInFrench } from '../told/words.refusals.fr.ts'
import { type Said, sayWith } from '../told/texts.ts'
import { en, type ProblemWords } from './words.en.ts'
import { fr } from './words.fr.ts'

export const t = defineWords(en, fr)

/** Undefined for a code that this release does not know: the server may be newer than the page. */
export function wordsOf(code: string): ProblemWords | undefined {
  return isProblemCode(code) ? t()[code] : undefined
}

const DETAILS = { en: undefined, fr: refusalsInFrench } as const

/** What was seen, where the page's language has words for it. */
export function detailOf({ detail = '', told }: Problem): Said {
  const texts = DETAILS[language()]
  return sayWith(texts && told && templateOf(texts, told.key), told?.params ?? {}, detail)
}
