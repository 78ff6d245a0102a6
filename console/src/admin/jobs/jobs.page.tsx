import type { AdminJobList } from '@crosspanel/protocol/dashboard'
import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { api, read } from '../../api/client.ts'
import { createQuery } from '../../api/query.ts'
import { formatNumber } from '../../i18n/format.ts'
import { JobMark } from '../../jobs/job-mark.tsx'
import { JobProgress } from '../../jobs/job-progress.tsx'
import { JOB_STATE_ORDER } from '../../jobs/state-order.ts'
import { stateWords } from '../../jobs/state-words.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Link } from '../../ui/link.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Age } from '../../ui/time.tsx'
import { View } from '../../ui/view.tsx'
import { AdminPage } from '../frame/admin-page.tsx'
import { Pager } from '../frame/pager.tsx'
import { filtersOf, withoutUndefined } from '../frame/query-text.ts'
import { Direction } from './direction.tsx'
import { Filters } from './filters.tsx'
import { KeepDialog } from './keep-dialog.tsx'
import { t } from './words.ts'

type Job = AdminJobList['jobs'][number]
const PATH = '/admin/jobs'
const NAMES = ['state', 'hostSite', 'panelId', 'accountId'] as const
const PAGE = { limit: '50' }

/** Jobs of all accounts of this site: whose they are and how they do, but no file and no genotype. */
export default function JobsPage() {
  const [search] = useSearchParams()
  const filters = () => {
    const given = filtersOf(search, NAMES)
    const state = JOB_STATE_ORDER.find((known) => known === given.state)
    return withoutUndefined({ ...given, state })
  }
  const cursor = () => filtersOf(search, ['cursor']).cursor
  const [keeping, setKeeping] = createSignal<string>()
  const jobs = createQuery(
    () => ({ ...filters(), cursor: cursor() }),
    (key) => read(api.admin.jobs.$get({ query: withoutUndefined({ ...PAGE, ...key }) })),
  )
  const isFiltered = () => Object.keys(filters()).length > 0
  return (
    <AdminPage title={t().jobsTitle}>
      <Direction />
      <Filters path={PATH} values={filters()} filters={fields()} />
      <View
        query={jobs}
        isEmpty={({ jobs: rows }) => rows.length === 0}
        empty={
          <EmptyState title={t().noJobs}>
            {isFiltered() ? t().noneFiltered : t().noJobsYet}
          </EmptyState>
        }
      >
        {(data) => (
          <>
            <Table caption={t().jobs} columns={columns(setKeeping)} rows={data().jobs} />
            <Pager path={PATH} filters={filters()} name="cursor" at={cursor()} next={data().next} />
          </>
        )}
      </View>
      <KeepDialog jobId={keeping()} onClose={() => setKeeping(undefined)} refresh={jobs.refresh} />
    </AdminPage>
  )
}

const fields = () => [
  {
    name: 'state',
    label: t().state,
    choices: Object.entries(stateWords().states).map(([value, label]) => ({ value, label })),
  },
  { name: 'hostSite', label: t().host },
  { name: 'panelId', label: t().panel },
  { name: 'accountId', label: t().account },
]

const nameOf = ({ name, id }: Job) => name ?? `${t().unnamed} ${id.slice(-8)}`

const columns = (keep: (id: string) => void): Column<Job>[] => [
  {
    id: 'name',
    title: t().jobs,
    cell: (job) => (
      <>
        {nameOf(job)} <code class="block text-xs text-faint">{job.id}</code>
      </>
    ),
  },
  {
    id: 'state',
    title: t().state,
    cell: (job) => (
      <div class="flex flex-col items-start gap-1">
        <JobMark job={job} />
        <JobProgress job={job} />
      </div>
    ),
  },
  {
    id: 'account',
    title: t().account,
    cell: (props) => (
      <Link href={`/admin/users/${props.accountId}`} class="font-mono text-xs">
        {props.accountId.slice(-8)}
      </Link>
    ),
  },
  { id: 'panel', title: t().panel, cell: ({ panelId }) => panelId },
  {
    id: 'samples',
    title: t().samples,
    isNumber: true,
    cell: ({ samples }) => (samples === null ? '' : formatNumber(samples)),
  },
  { id: 'submitted', title: t().submitted, cell: (props) => <Age at={props.submittedAt} /> },
  { id: 'changed', title: t().changed, cell: (props) => <Age at={props.updatedAt} /> },
  {
    id: 'actions',
    title: t().actions,
    cell: (job) => (
      <Show when={job.state === 'completed'}>
        <Button aria-label={t().keepOf(nameOf(job))} onClick={() => keep(job.id)}>
          {t().keep}
        </Button>
      </Show>
    ),
  },
]
