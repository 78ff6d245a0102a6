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
import { FailureBox } from '../ui/problem-box.tsx'
import { announce } from '../ui/status-region.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { View } from '../ui/view.tsx'
import { AccountTabs } from './account-tabs.tsx'
import { kindWords } from '../notifications/kind-words.ts'
import { t } from './words.ts'

/** What one is told of, and by which ways. A choice counts at once. */
export default function PreferencesPage() {
  const preferences = createQuery(
    () => 'preferences',
    () => read(api['notification-preferences'].$get()),
  )
  const columns = (): Column<NotificationPreference>[] => [
    { id: 'kind', title: t().preferences.kind, cell: ({ kind }) => kindWords()[kind] },
    ...NOTIFICATION_CHANNELS.map((channel) => ({
      id: channel,
      title: t().preferences.channels[channel],
      cell: (preference: NotificationPreference) => (
        <ChannelChoice preference={preference} channel={channel} onChanged={preferences.refresh} />
      ),
    })),
  ]
  return (
    <Page title={t().title}>
      <AccountTabs />
      <p class="mb-3 max-w-prose text-sm text-faint">{t().preferences.text}</p>
      <View query={preferences}>
        {(data) => (
          <Table caption={t().tabs.notifications} columns={columns()} rows={data().preferences} />
        )}
      </View>
    </Page>
  )
}

function ChannelChoice(props: {
  preference: NotificationPreference
  channel: NotificationChannel
  onChanged: () => Promise<void>
}) {
  const choice = () => props.preference[props.channel]
  const change = createAction((isOn: boolean) =>
    read(
      api['notification-preferences'][':kind'].$put({
        param: { kind: props.preference.kind },
        json: { [props.channel]: isOn },
      }),
    ),
  )

  /** Shown is what the node has, also where the change was refused. */
  async function choose(box: HTMLInputElement): Promise<void> {
    if (await change.run(box.checked)) announce(t().saved)
    await props.onChanged()
    box.checked = choice().isOn
  }

  return (
    <>
      <label class="inline-flex min-h-6 min-w-6 items-center gap-2">
        <input
          type="checkbox"
          class="size-4"
          checked={choice().isOn}
          disabled={choice().isFixed || change.isBusy()}
          aria-label={t().preferences.choice(
            kindWords()[props.preference.kind],
            t().preferences.channels[props.channel],
          )}
          onChange={(event) => void choose(event.currentTarget)}
        />
        <Show when={choice().isFixed}>
          <span class="text-faint">
            {choice().isOn ? t().preferences.always : t().preferences.never}
          </span>
        </Show>
      </label>
      <Show when={change.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
    </>
  )
}
