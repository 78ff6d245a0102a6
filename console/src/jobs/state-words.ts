import { defineWords } from '../i18n/words.ts'
import { en } from './state-words.en.ts'
import { fr } from './state-words.fr.ts'

/** The words for states, phases and contact: one place for lists, pages and charts. */
export const stateWords = defineWords(en, fr)
