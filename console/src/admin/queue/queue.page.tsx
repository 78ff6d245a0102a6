import type { QueueControl, QueuedRun, QueueView } from '@crosspanel/protocol/queue'
import type { QueueMode } from '@crosspanel/protocol/queue-mode'
import { createSignal, For, Show } from 'solid-js'
import { api, done, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { formatNumber, withColon } from '../../i18n/format.ts'
import { tellCause } from '../../told/causes.ts'
import { SaidText } from '../../told/said-text.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Section } from '../../ui/page.tsx'
import { FailureBox } from '../../ui/problem-box.tsx'
import { Badge, StateMark, type Tone } from '../../ui/state-mark.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { createChange } from '../frame/change.ts'
import { ModeDialog } from './mode-dialog.tsx'
import { changesOf, modesAfter, type RunChange } from './run-actions.ts'
import { t } from './words.ts'

const MARKS: Readonly<Record<QueueMode, readonly [Tone, IconName]>> = {
  open: ['good', 'play'],
  paused: ['warn', 'pause'],
  draining: ['warn', 'stop'],
}

/** Runs that wait for a core here, in their order, and the administrators' hand on them. */
export default function QueuePage() {
  const queue = createQuery(
    () => 'queue',
    () => read(api.admin.queue.$get()),
    { onPatch: ({ type }) => (type === 'queue' || type === 'run' ? 'refresh' : undefined) },
  )
  const [wanted, setWanted] = createSignal<QueueMode>()
  const change = createChange(
    ({ id, change: by }: { id: string; change: RunChange }) => changeRun(id, by),
    { said: () => t().done, refresh: queue.refresh },
  )
  return (
    <AdminPage
      title={t().title}
      actions={
        <Show when={queue.data()}>
          {(data) => (
            <For each={modesAfter(data().control.mode)}>
              {(mode) => (
                <Button
                  look={mode === 'open' ? 'primary' : 'plain'}
                  icon={MARKS[mode][1]}
                  onClick={() => setWanted(mode)}
                >
                  {t().verbs[mode]}
                </Button>
              )}
            </For>
          )}
        </Show>
      }
    >
      <Show when={change.failure()}>{(failure) => <FailureBox failure={failure()} isAlert />}</Show>
      <View query={queue}>
        {(data) => (
          <>
            <Control control={data().control} />
            <p class="mb-5 text-sm">{t().counts(data().queued, data().running)}</p>
            <Runs
              queue={data()}
              change={(run, by) => void change.run({ id: run.runId, change: by })}
            />
          </>
        )}
      </View>
      <ModeDialog mode={wanted()} onClose={() => setWanted(undefined)} refresh={queue.refresh} />
    </AdminPage>
  )
}

function changeRun(id: string, change: RunChange): Promise<void> {
  const run = api.admin.queue.runs[':id']
  if (change.kind === 'retry') return done(run.retry.$post({ param: { id } }))
  const json =
    change.kind === 'priority' ? { priority: change.priority } : { isHeld: change.kind === 'hold' }
  return done(run.$patch({ param: { id }, json }))
}

function Control(props: { control: QueueControl }) {
  const mode = () => props.control.mode
  return (
    <div class="mb-2 text-sm">
      <StateMark tone={MARKS[mode()][0]} icon={MARKS[mode()][1]}>
        {t().modes[mode()]}
      </StateMark>{' '}
      <Show when={mode() !== 'open'}>
        {t().since} <Age at={props.control.changedAt} />
      </Show>
      <p class="mt-1">{t().explained[mode()]}</p>
      <Show when={mode() !== 'open' && props.control.reason}>
        {(reason) => (
          <p class="mt-1">
            {withColon(t().reason)} {reason()}
          </p>
        )}
      </Show>
    </div>
  )
}

function Runs(props: { queue: QueueView; change: (run: QueuedRun, by: RunChange) => void }) {
  return (
    <Section title={t().list}>
      <Show
        when={props.queue.runs.length > 0}
        fallback={<EmptyState title={t().empty}>{t().emptyText}</EmptyState>}
      >
        <Show when={props.queue.runs.length < props.queue.queued}>
          <p class="mb-2 text-sm text-faint">{t().first(props.queue.runs.length)}</p>
        </Show>
        <Table caption={t().list} columns={columns(props.change)} rows={props.queue.runs} />
      </Show>
    </Section>
  )
}

function labelOf(change: RunChange): string {
  const { actions } = t()
  if (change.kind !== 'priority') return actions[change.kind]
  if (change.priority === 0) return actions.usual
  return change.priority > 0 ? actions.first : actions.last
}

const ICONS = { hold: 'pause', release: 'play', retry: 'running' } as const

function iconOf(change: RunChange): IconName {
  if (change.kind !== 'priority') return ICONS[change.kind]
  if (change.priority === 0) return 'dot'
  return change.priority > 0 ? 'up' : 'down'
}

const columns = (change: (run: QueuedRun, by: RunChange) => void): Column<QueuedRun>[] => [
  {
    id: 'home',
    title: t().columns.home,
    cell: (run) => (
      <>
        {run.homeSite} <code class="text-xs text-faint">{run.runId.slice(-8)}</code>
      </>
    ),
  },
  {
    id: 'place',
    title: t().columns.place,
    isNumber: true,
    cell: ({ position }) => position ?? t().noPlace,
  },
  { id: 'panel', title: t().columns.panel, cell: ({ panelId }) => panelId },
  {
    id: 'samples',
    title: t().columns.samples,
    isNumber: true,
    cell: ({ samples }) => formatNumber(samples),
  },
  {
    id: 'priority',
    title: t().columns.priority,
    isNumber: true,
    cell: ({ priority }) => (priority > 0 ? `+${priority}` : String(priority)),
  },
  {
    id: 'waits',
    title: t().columns.waits,
    cell: (props) => (
      <>
        <Show when={props.isHeld}>
          <Badge>{t().held}</Badge>{' '}
        </Show>
        <SaidText said={tellCause({ cause: props.waitsFor, told: props.told })} />
        <Show when={props.lastAttempt}>
          {(attempt) => (
            <p class="text-xs text-faint">
              {t().lastAttempt} <Age at={attempt().endedAt} />
              {withColon('')} <SaidText said={tellCause(attempt())} />
            </p>
          )}
        </Show>
      </>
    ),
  },
  { id: 'attempts', title: t().columns.attempts, isNumber: true, cell: ({ attempts }) => attempts },
  { id: 'queued', title: t().columns.queued, cell: (props) => <Age at={props.queuedAt} /> },
  {
    id: 'actions',
    title: t().columns.actions,
    cell: (run) => (
      <Menu
        label={t().change}
        name={t().changeOf(run.runId.slice(-8))}
        items={changesOf(run).map((by) => ({
          label: labelOf(by),
          icon: iconOf(by),
          onSelect: () => change(run, by),
        }))}
      />
    ),
  },
]
