import { z } from 'zod'

/**
 * Where the value of a setting comes from. `command`: the command that started the node made it, as the
 * address of a database that it runs itself. `database`: administrators change it while the node runs.
 */
export const SETTING_ORIGINS = ['default', 'file', 'environment', 'command', 'database'] as const
export const SettingOrigin = z.enum(SETTING_ORIGINS)
export type SettingOrigin = z.infer<typeof SettingOrigin>

export const SettingView = z.object({
  name: z.string(),
  description: z.string(),
  /** In force now. Null when there is none, and for every secret. */
  value: z.string().nullable(),
  isSecret: z.boolean(),
  /** Whether it has a value, which for a secret is all that is told. */
  isSet: z.boolean(),
  origin: SettingOrigin,
})
export type SettingView = z.infer<typeof SettingView>

export const SettingList = z.object({ settings: z.array(SettingView) })
export type SettingList = z.infer<typeof SettingList>
