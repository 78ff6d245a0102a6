import type { Maintenance } from '@crosspanel/protocol/maintenance'
import type { QueueControl } from '@crosspanel/protocol/queue'
import type { SettingView } from '@crosspanel/protocol/settings'
import type { StartSetting } from '../config.ts'

export interface SettingsDeps {
  /** As they were read when the node started. */
  readonly settings: readonly SettingView[]
  readonly readQueueControl: () => Promise<QueueControl>
  readonly readMaintenance: () => Promise<Maintenance>
}
type LiveSetting = 'queue mode' | 'maintenance'
/** For programs that tell in other languages what a setting sets. */
export type SettingName = LiveSetting | StartSetting
export type SettingsService = ReturnType<typeof createSettings>

/** What this node goes by: what it was started with, and what administrators have set since. */
export function createSettings({ settings, readQueueControl, readMaintenance }: SettingsDeps) {
  return {
    async list(): Promise<SettingView[]> {
      const [queue, maintenance] = await Promise.all([readQueueControl(), readMaintenance()])
      return [
        inDatabase('queue mode', 'Whether waiting runs start and offers are taken', queue.mode),
        inDatabase(
          'maintenance',
          'Whether new work of the site’s researchers is refused',
          maintenance.isOn ? 'on' : 'off',
        ),
        ...settings,
      ]
    },
  }
}

function inDatabase(name: LiveSetting, description: string, value: string): SettingView {
  return { name, description, value, isSecret: false, isSet: true, origin: 'database' }
}
