import type { JobView } from '@crosspanel/protocol/job'
import { Link } from '../ui/link.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Age } from '../ui/time.tsx'
import { JobMark } from './job-mark.tsx'
import { JobProgress } from './job-progress.tsx'
import { t } from './words.ts'

/** What a job is called where its person has given it no name. */
export const nameOf = (job: Pick<JobView, 'name' | 'id'>) =>
  job.name ?? `${t().unnamed} ${job.id.slice(0, 8)}`

const columns = (): Column<JobView>[] => [
  {
    id: 'name',
    title: t().columns.name,
    cell: (job) => <Link href={`/jobs/${job.id}`}>{nameOf(job)}</Link>,
  },
  {
    id: 'state',
    title: t().columns.state,
    cell: (job) => (
      <div class="flex flex-col items-start gap-1">
        <JobMark job={job} />
        <JobProgress job={job} />
      </div>
    ),
  },
  { id: 'panel', title: t().columns.panel, cell: (job) => job.panelId },
  { id: 'submitted', title: t().columns.submitted, cell: (job) => <Age at={job.submittedAt} /> },
  { id: 'updated', title: t().columns.since, cell: (job) => <Age at={job.updatedAt} /> },
]

/** A few jobs; the whole list is the page of jobs. */
export function JobTable(props: { caption: string; jobs: readonly JobView[] }) {
  return <Table caption={props.caption} columns={columns()} rows={props.jobs} />
}
