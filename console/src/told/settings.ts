import type { SettingView } from '@crosspanel/protocol/settings'
import { createTexts, type Said, sayWith } from './texts.ts'

const texts = createTexts<Readonly<Record<string, string>>>({
  fr: async () => (await import('./words.settings.fr.ts')).fr,
})

/** What a setting sets, in the page's language. */
export function tellSetting({
  name,
  description,
}: Pick<SettingView, 'name' | 'description'>): Said {
  const all = texts()
  return sayWith(all && Object.hasOwn(all, name) ? all[name] : undefined, {}, description)
}
