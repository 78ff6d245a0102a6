import type { Dashboard } from '@crosspanel/protocol/dashboard'
import type { JobView } from '@crosspanel/protocol/job'
import { RETRIABLE } from '../jobs/state-order.ts'

export interface JobGroups {
  /** Ended without a result: somebody has to mend or to retry. */
  readonly attention: readonly JobView[]
  readonly running: readonly JobView[]
  readonly ended: readonly JobView[]
}

/** The latest jobs by what they ask of a person. */
export function groupJobs(jobs: readonly JobView[]): JobGroups {
  return {
    attention: jobs.filter(({ state }) => RETRIABLE.has(state)),
    running: jobs.filter(({ endedAt }) => endedAt === null),
    ended: jobs.filter(({ endedAt, state }) => endedAt !== null && !RETRIABLE.has(state)),
  }
}

/** Sites that are lost, and the longest silence among them in seconds; `undefined` when all answer. */
export function silenceOf(
  federation: Dashboard['federation'],
): { readonly lost: number; readonly oldestS: number } | undefined {
  const lost = federation.filter(({ contact }) => contact === 'lost')
  if (lost.length === 0) return undefined
  return { lost: lost.length, oldestS: Math.max(...lost.map(({ ageS }) => ageS ?? 0)) }
}
