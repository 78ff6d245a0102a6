import type { AdminRunList } from '@crosspanel/protocol/dashboard'
import { useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { formatNumber } from '../../i18n/format.ts'
import { stateWords } from '../../jobs/state-words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { Pager } from '../frame/pager.tsx'
import { filtersOf, withoutUndefined } from '../frame/query-text.ts'
import { Direction } from './direction.tsx'
import { Filters } from './filters.tsx'
import { RUN_MARKS, RUN_STATES } from './run-states.ts'
import { t } from './words.ts'

type Run = AdminRunList['runs'][number]
const PATH = '/admin/runs'
const NAMES = ['state', 'homeSite', 'panelId'] as const
const PAGE = { limit: '50' }

/** What this site runs for the researchers of every site, this one among them. */
export default function RunsPage() {
  const [search] = useSearchParams()
  const filters = () => {
    const given = filtersOf(search, NAMES)
    const state = RUN_STATES.find((known) => known === given.state)
    return withoutUndefined({ ...given, state })
  }
  const cursor = () => filtersOf(search, ['cursor']).cursor
  const runs = createQuery(
    () => ({ ...filters(), cursor: cursor() }),
    (key) => read(api.admin.runs.$get({ query: withoutUndefined({ ...PAGE, ...key }) })),
    {
      onPatch({ type, subject, data }, list) {
        if (type !== 'run') return undefined
        const isShown = list.runs.some(({ id }) => id === subject)
        if (!isShown) return cursor() === undefined ? 'refresh' : undefined
        const patched = list.runs.map((run) => (run.id === subject ? { ...run, ...data } : run))
        return { ...list, runs: patched }
      },
    },
  )
  const isFiltered = () => Object.keys(filters()).length > 0
  return (
    <AdminPage title={t().runsTitle}>
      <Direction />
      <Filters path={PATH} values={filters()} filters={fields()} />
      <View
        query={runs}
        isEmpty={({ runs: rows }) => rows.length === 0}
        empty={
          <EmptyState title={t().noRuns}>
            {isFiltered() ? t().noneFiltered : t().noRunsYet}
          </EmptyState>
        }
      >
        {(data) => (
          <>
            <Table caption={t().runs} columns={columns()} rows={data().runs} />
            <Pager path={PATH} filters={filters()} name="cursor" at={cursor()} next={data().next} />
          </>
        )}
      </View>
    </AdminPage>
  )
}

const fields = () => [
  {
    name: 'state',
    label: t().state,
    choices: Object.entries(stateWords().runs).map(([value, label]) => ({ value, label })),
  },
  { name: 'homeSite', label: t().home },
  { name: 'panelId', label: t().panel },
]

const columns = (): Column<Run>[] => [
  {
    id: 'home',
    title: t().home,
    cell: (run) => (
      <>
        {run.homeSite}
        <Show when={run.epoch > 1}>
          {' '}
          ({t().epoch} {run.epoch})
        </Show>
        <code class="block text-xs text-faint">{run.id}</code>
      </>
    ),
  },
  {
    id: 'state',
    title: t().state,
    cell: (run) => (
      <StateMark tone={RUN_MARKS[run.state][0]} icon={RUN_MARKS[run.state][1]}>
        {stateWords().runs[run.state]}
      </StateMark>
    ),
  },
  { id: 'panel', title: t().panel, cell: ({ panelId }) => panelId },
  {
    id: 'samples',
    title: t().samples,
    isNumber: true,
    cell: ({ samples }) => formatNumber(samples),
  },
  {
    id: 'variants',
    title: t().variants,
    isNumber: true,
    cell: ({ variants }) => formatNumber(variants),
  },
  { id: 'attempts', title: t().attempts, isNumber: true, cell: ({ attempts }) => attempts },
  { id: 'begun', title: t().begun, cell: (props) => <Age at={props.createdAt} /> },
  { id: 'changed', title: t().changed, cell: (props) => <Age at={props.updatedAt} /> },
]
