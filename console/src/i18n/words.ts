import { type Language, language } from './language.ts'

/** What another language has to have: the same keys, and functions of the same arguments. */
export type Dictionary<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Dictionary<T[K]>
}

/** The words of an area in the language of the moment: `const t = defineWords(en, fr)`, then `t().title` in a page. */
export function defineWords<T>(en: T, fr: Dictionary<T>): () => Dictionary<T> {
  const dictionaries: Record<Language, Dictionary<T>> = { en: en as Dictionary<T>, fr }
  return () => dictionaries[language()]
}
