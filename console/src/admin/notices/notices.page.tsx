import type { Announcement } from '@crosspanel/protocol/announcement'
import { createSignal, Show } from 'solid-js'
import { withColon } from '../../i18n/format.ts'
import { api, done, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { Section } from '../../ui/page.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { StateMark, type Tone } from '../../ui/state-mark.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { ExactTime, now } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { MaintenancePart } from './maintenance.tsx'
import { type NoticeState, stateOf } from './notice.ts'
import { NoticeDialog } from './notice-dialog.tsx'
import { t as appWords } from '../../app/words.ts'
import { t } from './words.ts'

const MARKS: Readonly<Record<NoticeState, readonly [Tone, IconName]>> = {
  planned: ['accent', 'clock'],
  active: ['good', 'check'],
  over: ['plain', 'stop'],
}
const SHORT = 60

/** What everybody of this site is told, and whether it takes new work. */
export default function NoticesPage() {
  const maintenance = createQuery(
    () => 'maintenance',
    () => read(api.maintenance.$get()),
    { onPatch: ({ type }) => (type === 'site' ? 'refresh' : undefined) },
  )
  const notices = createQuery(
    () => 'notices',
    () => read(api.announcements.all.$get()),
    { onPatch: ({ type }) => (type === 'announcement' ? 'refresh' : undefined) },
  )
  const [editing, setEditing] = createSignal<{ readonly notice: Announcement | undefined }>()
  const stop = createChange(
    (id: string) => done(api.announcements[':id'].$delete({ param: { id } })),
    { said: () => t().stopped, refresh: notices.refresh },
  )
  return (
    <AdminPage
      title={t().title}
      actions={
        <Button look="primary" icon="plus" onClick={() => setEditing({ notice: undefined })}>
          {t().announce}
        </Button>
      }
    >
      <Section title={t().maintenance}>
        <View query={maintenance}>
          {(data) => <MaintenancePart maintenance={data()} refresh={maintenance.refresh} />}
        </View>
      </Section>
      <Section title={t().announcements}>
        <Show when={stop.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
        <View
          query={notices}
          isEmpty={({ announcements }) => announcements.length === 0}
          empty={<EmptyState title={t().none}>{t().noneText}</EmptyState>}
        >
          {(data) => (
            <Table
              caption={t().announcements}
              columns={columns(
                (notice) => setEditing({ notice }),
                (id) => void stop.run(id),
              )}
              rows={data().announcements}
            />
          )}
        </View>
      </Section>
      <Show when={editing()} keyed>
        {({ notice }) => (
          <NoticeDialog
            notice={notice}
            onClose={() => setEditing(undefined)}
            refresh={notices.refresh}
          />
        )}
      </Show>
    </AdminPage>
  )
}

const shortOf = ({ text }: Announcement): string =>
  text.length > SHORT ? `${text.slice(0, SHORT)}…` : text

const columns = (
  edit: (notice: Announcement) => void,
  stop: (id: string) => void,
): Column<Announcement>[] => [
  {
    id: 'text',
    title: t().columns.text,
    cell: (notice) => (
      <>
        <span class="text-faint">{withColon(appWords().severity[notice.severity])} </span>
        <span class="whitespace-pre-line">{notice.text}</span>
      </>
    ),
  },
  {
    id: 'state',
    title: t().columns.state,
    cell: (notice) => {
      const state = () => stateOf(notice, now().getTime())
      return (
        <StateMark tone={MARKS[state()][0]} icon={MARKS[state()][1]}>
          {t().states[state()]}
        </StateMark>
      )
    },
  },
  { id: 'from', title: t().columns.from, cell: (props) => <ExactTime at={props.from} /> },
  {
    id: 'until',
    title: t().columns.until,
    cell: (props) => (
      <Show when={props.endedAt ?? props.until} fallback={t().open}>
        {(at) => <ExactTime at={at()} />}
      </Show>
    ),
  },
  {
    id: 'actions',
    title: t().columns.actions,
    cell: (notice) => (
      <Show when={stateOf(notice, now().getTime()) !== 'over'}>
        <div class="flex flex-wrap gap-2">
          <Button aria-label={t().editOf(shortOf(notice))} onClick={() => edit(notice)}>
            {t().edit}
          </Button>
          <Button aria-label={t().stopOf(shortOf(notice))} onClick={() => stop(notice.id)}>
            {t().stop}
          </Button>
        </div>
      </Show>
    ),
  },
]
