import type { SilenceView } from '@crosspanel/protocol/alert'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { api, done, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Select } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { ExactTime } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { Pager } from '../frame/pager.tsx'
import { addressOf } from '../frame/query-text.ts'
import { mostUrgentFirst } from '../health/urgency.ts'
import { AlertBox } from './alert-box.tsx'
import { t } from './words.ts'

const STATES = ['active', 'resolved', 'all'] as const
type Shown = (typeof STATES)[number]

/** What the node has raised, and what is told to nobody for a while. */
export default function AlertsPage() {
  const [search] = useSearchParams<{ state?: string; cursor?: string }>()
  const navigate = useNavigate()
  const state = (): Shown => STATES.find((known) => known === search.state) ?? 'active'
  const alerts = createQuery(
    () => ({ state: state(), ...(search.cursor === undefined ? {} : { cursor: search.cursor }) }),
    (query) => read(api.alerts.$get({ query })),
    { onPatch: ({ type }) => (type === 'alert' ? 'refresh' : undefined) },
  )
  const silences = createQuery(
    () => 'silences',
    () => read(api.alerts.silences.$get()),
  )
  async function refresh(): Promise<void> {
    await Promise.all([alerts.refresh(), silences.refresh()])
  }
  const end = createChange(
    ({ id }: SilenceView) => done(api.alerts.silences[':id'].$delete({ param: { id } })),
    { said: () => t().ended, refresh },
  )
  return (
    <AdminPage title={t().title}>
      <Section
        title={t().states[state()]}
        aside={
          <Select
            label={t().filter}
            value={state()}
            choices={STATES.map((value) => ({ value, label: t().states[value] }))}
            onChange={(value) => navigate(addressOf('/admin/alerts', { state: value }))}
          />
        }
      >
        <View
          query={alerts}
          isEmpty={({ alerts: rows }) => rows.length === 0}
          empty={<EmptyState title={t().none[state()]}>{t().noneText}</EmptyState>}
        >
          {(data) => (
            <>
              <div class="flex flex-col gap-3">
                <For each={state() === 'active' ? mostUrgentFirst(data().alerts) : data().alerts}>
                  {(alert) => <AlertBox alert={alert} refresh={refresh} />}
                </For>
              </div>
              <Pager
                path="/admin/alerts"
                filters={{ state: state() }}
                name="cursor"
                at={search.cursor}
                next={data().next}
              />
            </>
          )}
        </View>
      </Section>
      <Section title={t().silences}>
        <Show when={end.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
        <View
          query={silences}
          isEmpty={({ silences: rows }) => rows.length === 0}
          empty={<p class="text-sm text-faint">{t().noSilences}</p>}
        >
          {(data) => (
            <Table
              caption={t().silences}
              columns={columns((silence) => void end.run(silence))}
              rows={data().silences}
            />
          )}
        </View>
      </Section>
    </AdminPage>
  )
}

const columns = (end: (silence: SilenceView) => void): Column<SilenceView>[] => [
  { id: 'alert', title: t().alert, cell: ({ code }) => t().codes[code] },
  { id: 'about', title: t().subject, cell: ({ subject }) => subject ?? t().anySubject },
  { id: 'reason', title: t().reason, cell: ({ reason }) => reason },
  { id: 'until', title: t().until, cell: (props) => <ExactTime at={props.until} /> },
  {
    id: 'end',
    title: t().actions,
    cell: (silence) => (
      <Button aria-label={t().endOf(t().codes[silence.code])} onClick={() => end(silence)}>
        {t().end}
      </Button>
    ),
  },
]
