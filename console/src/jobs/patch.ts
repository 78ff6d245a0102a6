import type { JobView } from '@crosspanel/protocol/job'
import type { LivePatch } from '@crosspanel/protocol/live'

/**
 * The list after a live patch of a job: a row that is shown changes in its place; a job that is not shown is
 * another page's, or new, which reading again finds.
 */
export function jobsAfter(
  jobs: readonly JobView[],
  patch: LivePatch,
): readonly JobView[] | 'refresh' | undefined {
  if (patch.type !== 'job') return undefined
  if (!jobs.some(({ id }) => id === patch.subject)) return 'refresh'
  return jobs.map((job) => (job.id === patch.subject ? { ...job, ...patch.data } : job))
}
