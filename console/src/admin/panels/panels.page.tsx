import type { OwnPanelView } from '@crosspanel/protocol/panel-admin'
import { createSignal, Show } from 'solid-js'
import { api, done, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { chromosomeWords } from '../../panels/describe.ts'
import { panelPath } from '../../panels/panel-path.ts'
import { formatBytes, formatList, formatNumber } from '../../i18n/format.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/page.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { Tasks } from './tasks.tsx'
import { t } from './words.ts'

/** What this site offers, the withdrawn panels too, and what is being added. */
export default function PanelsPage() {
  const panels = createQuery(
    () => 'panels',
    () => read(api.panels.own.$get()),
    { onPatch: ({ type }) => (type === 'panel' ? 'refresh' : undefined) },
  )
  const tasks = createQuery(
    () => 'tasks',
    () => read(api.panels.tasks.$get()),
    { onPatch: ({ type }) => (type === 'panel-task' ? 'refresh' : undefined) },
  )
  const [leaving, setLeaving] = createSignal<OwnPanelView>()
  const withdraw = createChange(({ panelId }: OwnPanelView) => withdrawPanel(panelId), {
    said: () => t().withdrawn,
    refresh: panels.refresh,
  })
  return (
    <AdminPage
      title={t().title}
      actions={
        <LinkButton look="primary" icon="plus" href="/admin/panels/new">
          {t().add}
        </LinkButton>
      }
    >
      <Section title={t().list}>
        <View
          query={panels}
          isEmpty={({ panels: rows }) => rows.length === 0}
          empty={<EmptyState title={t().none}>{t().noneText}</EmptyState>}
        >
          {(data) => (
            <Table caption={t().list} columns={columns(setLeaving)} rows={data().panels} />
          )}
        </View>
      </Section>
      <Section title={t().tasks}>
        <View
          query={tasks}
          isEmpty={({ tasks: rows }) => rows.length === 0}
          empty={<p class="text-sm text-faint">{t().noTasks}</p>}
        >
          {(data) => <Tasks tasks={data().tasks} />}
        </View>
      </Section>
      <Show when={leaving()}>
        {(panel) => (
          <ConfirmDialog
            title={t().withdrawTitle(panel().title)}
            isOpen
            onClose={() => setLeaving(undefined)}
            verb={t().withdraw}
            isDangerous
            action={withdraw}
            argument={panel()}
          >
            <p>{t().withdrawText}</p>
          </ConfirmDialog>
        )}
      </Show>
    </AdminPage>
  )
}

function withdrawPanel(panelId: string): Promise<void> {
  return done(api.panels[':site'][':name'].$delete({ param: panelPath(panelId) }))
}

function accessText({ access }: OwnPanelView): string {
  if (access === 'members') return t().members
  return access.length === 0 ? t().own : formatList(access)
}

const bytesOf = ({ files }: OwnPanelView) => files.reduce((sum, { size }) => sum + size, 0)

const columns = (withdraw: (panel: OwnPanelView) => void): Column<OwnPanelView>[] => [
  {
    id: 'panel',
    title: t().columns.panel,
    cell: (panel) => (
      <>
        {panel.title}
        <span class="block text-faint">
          {panel.panelId}, {t().version(panel.version)}
        </span>
        <code class="block max-w-60 truncate text-xs text-faint" title={panel.digest}>
          {panel.digest}
        </code>
      </>
    ),
  },
  {
    id: 'state',
    title: t().columns.state,
    cell: (props) => (
      <StateMark
        tone={props.state === 'published' ? 'good' : 'plain'}
        icon={props.state === 'published' ? 'check' : 'stop'}
      >
        {t().states[props.state]}
      </StateMark>
    ),
  },
  { id: 'build', title: t().columns.build, cell: ({ build }) => build },
  {
    id: 'samples',
    title: t().columns.samples,
    isNumber: true,
    cell: ({ samples }) => formatNumber(samples),
  },
  {
    id: 'chromosomes',
    title: t().columns.chromosomes,
    cell: chromosomeWords,
  },
  {
    id: 'access',
    title: t().columns.access,
    cell: (panel) => (
      <>
        {accessText(panel)}
        <Show when={panel.sketch}>
          <span class="block text-faint">{t().sketched}</span>
        </Show>
      </>
    ),
  },
  {
    id: 'size',
    title: t().columns.size,
    isNumber: true,
    cell: (panel) => formatBytes(bytesOf(panel)),
  },
  { id: 'made', title: t().columns.made, cell: (props) => <Age at={props.createdAt} /> },
  {
    id: 'actions',
    title: t().columns.actions,
    cell: (panel) => (
      <Show when={panel.state === 'published'}>
        <Button aria-label={t().withdrawOf(panel.title)} onClick={() => withdraw(panel)}>
          {t().withdraw}
        </Button>
      </Show>
    ),
  },
]
