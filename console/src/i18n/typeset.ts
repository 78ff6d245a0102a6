import type { Language } from './language.ts'

/** What is typed or named stays as it is: a change there is a command that fails. */
const CODE = '`[^`]*`'
/** A number, also one that a gap or '#' stands for, does not part from its unit. */
const UNIT = '(?<=[\\d}#]) (?=(?:m?s|min|h|[kM]b|pb|[kMGT]?[oB]|[KMG]i[oB])(?![\\p{L}\\d’]))'
/**
 * French sets signs of two parts off by a space that no line breaks at: a narrow one before
 * `; ! ?`, a whole one before `: %` and inside of « ». Those are the spaces of the Imprimerie
 * nationale, and those that Intl writes.
 */
const SIGNS = ' (?=[;!?:»%])|(?<=«) '

const BREAKING: Readonly<Record<Language, RegExp>> = {
  en: new RegExp(`${CODE}|${UNIT}`, 'gu'),
  fr: new RegExp(`${CODE}|${UNIT}|${SIGNS}`, 'gu'),
}

/** A text that was written with plain spaces, with those that must not break as the language sets them. */
export function typeset(text: string, language: Language): string {
  return text.replace(BREAKING[language], (found, at: number) => {
    if (found !== ' ') return found
    return /[;!?]/.test(text.charAt(at + 1)) ? '\u202F' : '\u00A0'
  })
}

const isSaying = (value: unknown): value is (...args: readonly unknown[]) => string =>
  typeof value === 'function'

/** The words of a dictionary and all below: texts at once, and what its functions make when they make it. */
export function typesetAll<T>(words: T, language: Language): T {
  const set = (value: unknown): unknown => {
    if (typeof value === 'string') return typeset(value, language)
    if (isSaying(value)) {
      return (...args: readonly unknown[]) => typeset(value(...args), language)
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, set(below)]))
  }
  return set(words) as T
}
