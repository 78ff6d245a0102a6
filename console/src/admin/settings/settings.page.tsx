import type { SettingView } from '@crosspanel/protocol/settings'
import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { SaidText } from '../../told/said-text.tsx'
import { tellSetting } from '../../told/settings.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Checkbox, TextField } from '../../ui/field.tsx'
import { Badge } from '../../ui/state-mark.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { findSettings } from './find.ts'
import { t } from './words.ts'

/** What this node goes by, and where each value comes from; secrets are told only to be there. */
export default function SettingsPage() {
  const settings = createQuery(
    () => 'settings',
    () => read(api.admin.settings.$get()),
    { onPatch: ({ type }) => (type === 'queue' || type === 'site' ? 'refresh' : undefined) },
  )
  const [search] = useSearchParams<{ q?: string }>()
  const [words, setWords] = createSignal(search.q ?? '')
  const [isChanged, setChanged] = createSignal(false)
  return (
    <AdminPage title={t().title} lead={t().lead}>
      <div class="mb-4 flex flex-wrap items-end gap-4">
        <TextField class="w-72" label={t().find} type="search" value={words()} onInput={setWords} />
        <Checkbox label={t().onlyChanged} isChecked={isChanged()} onChange={setChanged} />
      </div>
      <View query={settings}>
        {(data) => (
          <Show
            when={findSettings(data().settings, words(), isChanged()).length > 0}
            fallback={<EmptyState title={t().none}>{t().noneText}</EmptyState>}
          >
            <Table
              caption={t().list}
              columns={columns()}
              rows={findSettings(data().settings, words(), isChanged())}
            />
          </Show>
        )}
      </View>
    </AdminPage>
  )
}

function valueOf({ value, isSecret, isSet }: SettingView): string {
  if (isSecret) return isSet ? t().secret : t().secretUnset
  return value ?? t().unset
}

const columns = (): Column<SettingView>[] => [
  {
    id: 'name',
    title: t().setting,
    cell: (props) => <code class="text-xs wrap-anywhere sm:whitespace-nowrap">{props.name}</code>,
  },
  {
    id: 'value',
    title: t().value,
    cell: (setting) => (
      <Show
        when={!setting.isSecret && setting.value !== null && setting.value !== ''}
        fallback={<span class="text-faint">{valueOf(setting)}</span>}
      >
        <code class="text-xs wrap-anywhere">
          <Breakable text={setting.value ?? ''} />
        </code>
      </Show>
    ),
  },
  {
    id: 'origin',
    title: t().origin,
    cell: (props) => <Badge title={t().explained[props.origin]}>{t().origins[props.origin]}</Badge>,
  },
  { id: 'what', title: t().what, cell: (props) => <SaidText said={tellSetting(props)} /> },
]
