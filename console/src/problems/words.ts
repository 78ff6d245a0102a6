import { isProblemCode } from '@crosspanel/protocol/problem'
import { defineWords } from '../i18n/words.ts'
import { en, type ProblemWords } from './words.en.ts'
import { fr } from './words.fr.ts'

export const t = defineWords(en, fr)

/** Undefined for a code that this release does not know: the server may be newer than the page. */
export function wordsOf(code: string): ProblemWords | undefined {
  return isProblemCode(code) ? t()[code] : undefined
}
