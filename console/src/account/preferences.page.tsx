import {
  NOTIFICATION_CHANNELS,
  type NotificationChannel,
  type NotificationPreference,
} from '@crosspanel/protocol/notification'
import { Show } from 'solid-js'
import { createAction } from '../api/action.ts'
import { api, read } from '../api/client.ts'
import { createQuery } from '../api/query.ts'
import { Page } from '../ui/page.tsx'
import { FailurePanel } from '../ui/problem-panel.tsx'
import { announce } from '../ui/status-region.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { AccountTabs } from './account-tabs.tsx'
import { t } from './words.ts'

/** What one is told of, and by which ways. A choice counts at once. */
export default function PreferencesPage() {
  const preferences = createQuery(
    () => 'preferences',
    () => read(api['notification-preferences'].$get()),
  )
  const change = createAction(
    ({
      kind,
      ...json
    }: Pick<NotificationPreference, 'kind'> & Partial<Record<NotificationChannel, boolean>>) =>
      read(api['notification-preferences'][':kind'].$put({ param: { kind }, json })),
  )
  async function choose(
    { kind }: NotificationPreference,
    channel: NotificationChannel,
    isOn: boolean,
  ): Promise<void> {
    if (await change.run({ kind, [channel]: isOn })) announce(t().saved)
    await preferences.refresh()
  }
  const columns = (): Column<NotificationPreference>[] => [
    { id: 'kind', title: t().preferences.kind, cell: ({ kind }) => t().kinds[kind] },
    ...NOTIFICATION_CHANNELS.map((channel) => ({
      id: channel,
      title: t().preferences.channels[channel],
      cell: (preference: NotificationPreference) => (
        <label class="inline-flex min-h-6 min-w-6 items-center gap-2">
          <input
            type="checkbox"
            class="size-4"
            checked={preference[channel].isOn}
            disabled={preference[channel].isFixed}
            aria-label={t().preferences.choice(
              t().kinds[preference.kind],
              t().preferences.channels[channel],
            )}
            onChange={(event) => void choose(preference, channel, event.currentTarget.checked)}
          />
          <Show when={preference[channel].isFixed}>
            <span class="text-faint">
              {preference[channel].isOn ? t().preferences.always : t().preferences.never}
            </span>
          </Show>
        </label>
      ),
    })),
  ]
  return (
    <Page title={t().title}>
      <AccountTabs />
      <p class="mb-3 max-w-prose text-sm text-faint">{t().preferences.text}</p>
      <Show when={change.failure()}>
        {(failure) => <FailurePanel failure={failure()} isAlert />}
      </Show>
      <View query={preferences}>
        {(data) => (
          <Table caption={t().tabs.notifications} columns={columns()} rows={data().preferences} />
        )}
      </View>
    </Page>
  )
}
