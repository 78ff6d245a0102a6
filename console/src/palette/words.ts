import { defineWords } from '../i18n/words.ts'
import { en } from './words.en.ts'
import { fr } from './words.fr.ts'

export const t = defineWords(en, fr)
