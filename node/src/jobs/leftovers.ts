import { hasJobEnded } from '@crosspanel/protocol/states'
import type { JobsDeps } from './deps.ts'
import type { JobRow } from './schema.ts'
import type { JobStore } from './store.ts'

export type JobLeftovers = ReturnType<typeof createJobLeftovers>

/** Results that were stored here and never accepted: nobody is given them, so they go. */
export function createJobLeftovers({
  store,
  discardResults,
}: Pick<JobsDeps, 'discardResults'> & { readonly store: JobStore }) {
  /** Of a job as it was read; what a later epoch stores stays. */
  async function discard(job: Pick<JobRow, 'id' | 'state' | 'epoch'>): Promise<void> {
    const isInVain = hasJobEnded(job.state) && job.state !== 'completed'
    const upToEpoch = isInVain ? job.epoch : job.epoch - 1
    await discardResults(job.id, upToEpoch)
    await store.forgetResults(job, upToEpoch)
  }

  return {
    discard,
    async sweep(): Promise<void> {
      for (const job of await store.listEndedInVain()) await discard(job)
    },
  }
}
