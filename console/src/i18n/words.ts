import { type Language, language } from './language.ts'
import { typesetAll } from './typeset.ts'

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
  const written: Record<Language, Dictionary<T>> = { en: en as Dictionary<T>, fr }
  const set: Partial<typeof written> = {}
  return () => {
    const wanted = language()
    return (set[wanted] ??= typesetAll(written[wanted], wanted))
  }
}
