import type { JobView } from '@crosspanel/protocol/job'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { api, read } from '../api/client.ts'
import { createPages } from '../api/pages.ts'
import { DataGrid, type GridColumn } from '../grid/data-grid.tsx'
import { formatNumber } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { FailureBox } from '../ui/problem-box.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Age } from '../ui/time.tsx'
import { View } from '../ui/view.tsx'
import { type JobFilter, isFiltered, queryOf } from './filter.ts'
import { JobFilters } from './job-filters.tsx'
import { JobMark } from './job-mark.tsx'
import { createNarrow } from '../ui/narrow.ts'
import { JobProgress } from './job-progress.tsx'
import { nameOf } from './job-table.tsx'
import { NewJobLink } from './new-job-link.tsx'
import { jobsAfter } from './patch.ts'
import { t } from './words.ts'

const PAGE = '100'

/** All jobs of a person, the latest first. */
export default function JobsPage() {
  const isNarrow = createNarrow()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams<Record<keyof JobFilter, string>>()
  const filter = (): JobFilter => ({
    state: search.state,
    panelId: search.panelId,
    hostSite: search.hostSite,
    days: search.days,
  })
  const jobs = createPages<JobView, string>(
    () => JSON.stringify(queryOf(filter(), new Date())),
    async (key, cursor, signal) => {
      const query = {
        ...(JSON.parse(key) as object),
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      }
      const { jobs: rows, next } = await read(api.jobs.$get({ query }, { init: { signal } }))
      return { rows, next }
    },
    {
      keepsWhileKeyChanges: true,
      onPatch(patch, data) {
        const rows = jobsAfter(data.rows, patch)
        return rows === undefined || rows === 'refresh' ? rows : { ...data, rows }
      },
    },
  )
  const clear = () =>
    setSearch({ state: undefined, panelId: undefined, hostSite: undefined, days: undefined })

  return (
    <Page title={t().title} actions={<NewJobLink />}>
      <JobFilters
        filter={filter()}
        rows={jobs.data()?.rows ?? []}
        onChange={setSearch}
        onClear={clear}
      />
      <View
        query={jobs}
        skeleton={<Skeleton rows={6} />}
        isEmpty={({ rows }) => rows.length === 0}
        empty={
          <Show
            when={isFiltered(filter())}
            fallback={<EmptyState title={t().noneTitle}>{t().none}</EmptyState>}
          >
            <EmptyState
              title={t().noneFiltered}
              action={<Button onClick={clear}>{t().filters.clear}</Button>}
            />
          </Show>
        }
      >
        {(data) => (
          <>
            <DataGrid
              caption={t().title}
              columns={columns()}
              rows={data().rows}
              rowRem={isNarrow() ? 7.5 : 4.5}
              nameOf={nameOf}
              onOpen={(job) => navigate(`/jobs/${job.id}`)}
              onEnd={() => void jobs.more()}
            />
            <p class="mt-2 text-sm text-faint" role="status">
              {data().next === null
                ? t().shownAll(data().rows.length)
                : t().shown(data().rows.length)}
            </p>
            <Show when={jobs.moreFailure()}>
              {(failure) => <FailureBox failure={failure()} onRetry={() => void jobs.more()} />}
            </Show>
          </>
        )}
      </View>
    </Page>
  )
}

const columns = (): GridColumn<JobView>[] => [
  {
    id: 'name',
    title: t().columns.name,
    width: 'minmax(min(10rem, 32vw), 2fr)',
    cell: (job) => (
      <Link href={`/jobs/${job().id}`} class="line-clamp-2 max-sm:line-clamp-4" isInGrid>
        {nameOf(job())}
      </Link>
    ),
  },
  {
    id: 'state',
    title: t().columns.state,
    width: 'minmax(min(13rem, 46vw), 2.5fr)',
    cell: (job) => (
      <div class="flex flex-col items-start gap-0.5">
        <JobMark job={job()} />
        <JobProgress job={job()} />
      </div>
    ),
  },
  {
    id: 'panel',
    title: t().columns.panel,
    width: 'minmax(10rem, 2fr)',
    cell: (job) => <span class="line-clamp-2">{job().panelId}</span>,
  },
  {
    id: 'samples',
    title: t().columns.samples,
    width: 'minmax(6.5rem, 0.6fr)',
    isNumber: true,
    cell: (job) => <>{samplesOf(job())}</>,
  },
  {
    id: 'submitted',
    title: t().columns.submitted,
    width: 'minmax(7rem, 1fr)',
    cell: (job) => <Age at={job().submittedAt} />,
  },
  {
    id: 'updated',
    title: t().columns.since,
    width: 'minmax(7rem, 1fr)',
    cell: (job) => <Age at={job().updatedAt} />,
  },
]

const samplesOf = ({ samples }: JobView) => (samples === null ? '' : formatNumber(samples))
