import type { QueuedRun, QueueView } from '@crosspanel/protocol/queue'
import { Show } from 'solid-js'
import { formatNumber, withColon } from '../../i18n/format.ts'
import { tellCause } from '../../told/causes.ts'
import { SaidText } from '../../told/said-text.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Section } from '../../ui/page.tsx'
import { Badge } from '../../ui/state-mark.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { changesOf, type RunChange } from './run-actions.ts'
import { t } from './words.ts'

/** The runs that wait, in their order, each with what can be done with it. */
export function Runs(props: { queue: QueueView; change: (run: QueuedRun, by: RunChange) => void }) {
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
