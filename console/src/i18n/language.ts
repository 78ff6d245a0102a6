import { createSignal } from 'solid-js'

export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language by its own name: whoever looks for theirs may not read the present one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
}

const STORED_AS = 'crosspanel-language'

function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some((language) => language === text)
}

/** The one that was chosen, else the first of the browser's that we have, else English. */
export function firstLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (isLanguage(stored)) return stored
  const codes = preferred.map((tag) => tag.slice(0, 2).toLowerCase())
  return codes.find(isLanguage) ?? 'en'
}

const [language, setLanguage] = createSignal<Language>(
  firstLanguage(
    globalThis.localStorage?.getItem(STORED_AS) ?? null,
    globalThis.navigator?.languages ?? [],
  ),
)
export { language }

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(STORED_AS, chosen)
  setLanguage(chosen)
}
