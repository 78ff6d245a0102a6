import { because } from '@crosspanel/protocol/causes'
import type { JobDetail } from '@crosspanel/protocol/job'
import { DomainError } from '@crosspanel/protocol/problem'
import { and, eq, inArray, isNull, type Placeholder } from 'drizzle-orm'
import type { Db } from '../db.ts'
import type { Account } from '../users/account.ts'
import type { JobEndings } from './endings.ts'
import { jobUseOf } from './quota.ts'
import { jobFiles, jobFindings, jobs, jobSamples } from './schema.ts'
import type { JobService } from './service.ts'

export interface AccountJobsDeps {
  readonly db: Db
  readonly endings: Pick<JobEndings, 'cancelFor'>
  readonly service: Pick<JobService, 'list' | 'get'>
}

const PAGE = 100

/** All jobs of one account: counted, handed out, ended and forgotten. */
export function createAccountJobs({ db, endings, service }: AccountJobsDeps) {
  const isLive = (accountId: string) => and(eq(jobs.accountId, accountId), isNull(jobs.endedAt))

  return {
    /** To be selected. */
    useOf(accountId: Placeholder, now: Placeholder) {
      const { jobsLive, jobsToday } = jobUseOf(accountId, now)
      return { jobsLive, jobsToday }
    },

    /** Cancels the jobs that have not ended. Returns how many still have not: their hosts are asked to stop. */
    async cancelAll(accountId: string): Promise<number> {
      const live = await db.select({ id: jobs.id }).from(jobs).where(isLive(accountId))
      for (const { id } of live) {
        await endings
          .cancelFor(accountId, id, { actor: 'node', ...because('cancelled.account') })
          .catch((error: unknown) => {
            // It has ended since, or its host was asked before.
            if (!(error instanceof DomainError)) throw error
          })
      }
      return (await db.select({ id: jobs.id }).from(jobs).where(isLive(accountId))).length
    },

    /** Empties what jobs keep in the researcher's own words. That they ran, and where, stays on record. */
    forget(accountId: string): Promise<void> {
      return db.transaction(async (tx) => {
        const own = tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.accountId, accountId))
        await tx.delete(jobSamples).where(inArray(jobSamples.jobId, own))
        await tx.delete(jobFindings).where(inArray(jobFindings.jobId, own))
        await tx.update(jobFiles).set({ name: '' }).where(inArray(jobFiles.jobId, own))
        await tx.update(jobs).set({ name: null }).where(eq(jobs.accountId, accountId))
      })
    },

    /** Every job of the account with its history, the latest first. */
    async *each(account: Account): AsyncGenerator<JobDetail, void, undefined> {
      let cursor: string | undefined
      do {
        const page = await service.list(account, { cursor, limit: PAGE })
        for (const { id } of page.jobs) yield await service.get(account, id)
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
    },
  }
}
