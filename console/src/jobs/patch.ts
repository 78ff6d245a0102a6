import type { JobView } from '@crosspanel/protocol/job'
import type { LivePatch } from '@crosspanel/protocol/live'

/**
 * The list after a live patch of a job: a row that is shown changes in its place. Another state of a job that is
 * not shown may bring it in, or tell of a new one; its progress does not matter here.
 */
export function jobsAfter(
  jobs: readonly JobView[],
  patch: LivePatch,
): readonly JobView[] | 'refresh' | undefined {
  if (patch.type !== 'job') return undefined
  if (!jobs.some(({ id }) => id === patch.subject)) {
    return 'state' in patch.data ? 'refresh' : undefined
  }
  return jobs.map((job) => (job.id === patch.subject ? { ...job, ...patch.data } : job))
}
