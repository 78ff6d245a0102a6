import type { SettingView } from '@crosspanel/protocol/settings'

/** Settings whose name or description has every word; `isChanged` leaves out the defaults. */
export function findSettings(
  settings: readonly SettingView[],
  words: string,
  isChanged: boolean,
): SettingView[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return settings.filter(({ name, description, origin }) => {
    const text = `${name} ${description}`.toLowerCase()
    return wanted.every((word) => text.includes(word)) && !(isChanged && origin === 'default')
  })
}
