import { createUniqueId, For } from 'solid-js'
import { chooseLanguage, language, LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts'
import { chooseTheme, theme, THEMES } from './theme.ts'
import { t } from './words.ts'

const SELECT = 'min-h-8 rounded border border-edge bg-paper px-1.5 text-sm text-ink'

/** Language and colours: for everybody, logged in or not. */
export function Preferences() {
  const id = createUniqueId()
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span class="flex items-center gap-1.5">
        <label for={`${id}-language`}>{t().language}</label>
        <select
          id={`${id}-language`}
          class={SELECT}
          onChange={(event) => {
            const chosen = LANGUAGES.find((known) => known === event.currentTarget.value)
            if (chosen !== undefined) chooseLanguage(chosen)
          }}
        >
          <For each={LANGUAGES}>
            {(known) => (
              <option value={known} selected={known === language()} lang={known}>
                {LANGUAGE_NAMES[known]}
              </option>
            )}
          </For>
        </select>
      </span>
      <span class="flex items-center gap-1.5">
        <label for={`${id}-theme`}>{t().theme}</label>
        <select
          id={`${id}-theme`}
          class={SELECT}
          onChange={(event) => {
            const chosen = THEMES.find((known) => known === event.currentTarget.value)
            if (chosen !== undefined) chooseTheme(chosen)
          }}
        >
          <For each={THEMES}>
            {(known) => (
              <option value={known} selected={known === theme()}>
                {t().themes[known]}
              </option>
            )}
          </For>
        </select>
      </span>
    </div>
  )
}
