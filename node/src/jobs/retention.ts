import { fault } from '@crosspanel/protocol/faults'
import { refusal } from '@crosspanel/protocol/refusals'
import type { ResultRetention } from '@crosspanel/protocol/job'
import { DomainError, invalidRequest } from '@crosspanel/protocol/problem'
import type { Account } from '../users/account.ts'
import type { JobsDeps } from './deps.ts'
import type { JobStore } from './store.ts'

const DAY_MS = 86_400_000
/** Nothing is kept for ever: ten years are what rules of good research practice ask for at most. */
const KEPT_MAX_YEARS = 10
/** As many as ten years have at most. */
const KEPT_MAX_DAYS = 3_653

export interface RetentionDeps extends Pick<JobsDeps, 'extendRetention' | 'now'> {
  readonly store: Pick<JobStore, 'transaction' | 'lock'>
}

/** Sets until when a job's results are kept, whoever's they are: for the site's administrators. */
export function createKeepResultsUntil({ store, extendRetention, now }: RetentionDeps) {
  return function keepResultsUntil(
    account: Account,
    jobId: string,
    wish: Pick<ResultRetention, 'until'>,
  ): Promise<ResultRetention> {
    const until = new Date(wish.until)
    requireReasonable(until, now())
    return store.transaction(async (tx) => {
      const job = await store.lock(tx, jobId)
      if (job === undefined) throw new DomainError('job-not-found')
      if (job.state !== 'completed') throw new DomainError('result-not-ready')
      const files = await extendRetention(tx, { jobId, until, actor: `account:${account.id}` })
      if (files === 0) throw refusal('file-expired.results')
      return { until: until.toISOString(), files }
    })
  }
}

function requireReasonable(until: Date, now: Date): void {
  const daysLeft = (until.getTime() - now.getTime()) / DAY_MS
  if (daysLeft <= 0) throw invalidRequest(fault('kept-until-past', '#/until'))
  if (daysLeft > KEPT_MAX_DAYS) {
    throw invalidRequest(fault('kept-until-far', '#/until', { years: KEPT_MAX_YEARS }))
  }
}
