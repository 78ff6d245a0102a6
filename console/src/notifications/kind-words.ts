import { defineWords } from '../i18n/words.ts'
import { en } from './kind-words.en.ts'
import { fr } from './kind-words.fr.ts'

/** What people are told of: one place for their choices, webhooks and the administrators' mail. */
export const kindWords = defineWords(en, fr)
