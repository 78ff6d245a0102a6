import type { SettingView } from '@crosspanel/protocol/settings'
import { tellSetting } from '../../told/settings.ts'

/** Settings whose name or description has every word; `isChanged` leaves out the defaults. */
export function findSettings(
  settings: readonly SettingView[],
  words: string,
  isChanged: boolean,
): SettingView[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return settings.filter((setting) => {
    const text = `${setting.name} ${tellSetting(setting).text}`.toLowerCase()
    const isLeftOut = isChanged && setting.origin === 'default'
    return wanted.every((word) => text.includes(word)) && !isLeftOut
  })
}
