import type { JobDetail, JobEvent } from '@crosspanel/protocol/job'
import { ENDED, RETRIABLE } from './state-order.ts'

/** The site that owns the job wrote its first event. */
export function homeSiteOf({ events }: Pick<JobDetail, 'events'>): string | undefined {
  return events.toSorted((a, b) => a.seq - b.seq)[0]?.site
}

/** Since when the job has been in its state, by the home site's clock. */
export function stateSince(job: Pick<JobDetail, 'events' | 'state' | 'updatedAt'>): string {
  const home = homeSiteOf(job)
  const entered = job.events
    .filter(({ site, from, to }) => site === home && to === job.state && from !== to)
    .toSorted((a, b) => b.seq - a.seq)
  return entered[0]?.at ?? job.updatedAt
}

/** Why the job waits, when the home site has said so since it came into its state. */
export function waitEvent(
  job: Pick<JobDetail, 'events' | 'state' | 'endedAt'>,
): JobEvent | undefined {
  const latest = job.events.toSorted((a, b) => b.seq - a.seq)[0]
  const isWait = latest !== undefined && latest.from === latest.to && latest.to === job.state
  return job.endedAt === null && isWait ? latest : undefined
}

/** The latest first; `seq` is the order in which the home site learnt of them, whatever the clocks say. */
export function timelineOf({ events }: Pick<JobDetail, 'events'>): readonly JobEvent[] {
  return events.toSorted((a, b) => b.seq - a.seq)
}

export interface JobActions {
  readonly canCancel: boolean
  readonly canRetry: boolean
}

/** What a person may ask for in this state; the node decides for itself. A test holds it to the protocol's moves. */
export function actionsOf({
  state,
  isCancelRequested,
}: Pick<JobDetail, 'state' | 'isCancelRequested'>): JobActions {
  return { canCancel: !ENDED.has(state) && !isCancelRequested, canRetry: RETRIABLE.has(state) }
}
