import type { ResultFile } from '@crosspanel/protocol/job'
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { acceptedResults, jobResults, type JobRow, jobs } from './schema.ts'

export type DriverStore = ReturnType<typeof createDriverStore>
/** A job whose work this process has taken on; every write of it carries the token. */
export type LeasedJob = JobRow & { readonly leaseToken: string }

/** Leases of jobs that have work to do at this site. All times are the database's. */
export function createDriverStore(db: Db) {
  return {
    /**
     * Takes the job that has waited longest, or none. A lease that ran out is taken over, and counts
     * against the job: it may be what its driver died of.
     */
    async claim(leaseMs: number): Promise<LeasedJob | undefined> {
      const due = db
        .select({ id: jobs.id })
        .from(jobs)
        .where(
          sql`${jobs.nextAttemptAt} <= now() and (${jobs.leaseUntil} is null or ${jobs.leaseUntil} < now())`,
        )
        .orderBy(jobs.nextAttemptAt)
        .limit(1)
        .for('update', { skipLocked: true })
      const [row] = await db
        .update(jobs)
        .set({
          leaseToken: sql`gen_random_uuid()`,
          leaseUntil: sql`now() + make_interval(secs => ${leaseMs / 1000})`,
          attempts: sql`${jobs.attempts} + 1`,
          faults: sql`${jobs.faults} + (${jobs.leaseToken} is not null)::int`,
        })
        .where(sql`${jobs.id} = (${due})`)
        .returning()
      return row?.leaseToken ? { ...row, leaseToken: row.leaseToken } : undefined
    },

    /** False when the lease is another's, or the job has moved. */
    async renew(job: LeasedJob, leaseMs: number): Promise<boolean> {
      const renewed = await db
        .update(jobs)
        .set({ leaseUntil: sql`now() + make_interval(secs => ${leaseMs / 1000})` })
        .where(and(eq(jobs.id, job.id), eq(jobs.leaseToken, job.leaseToken)))
        .returning({ id: jobs.id })
      return renewed.length === 1
    },

    /** Gives the job back, to be taken again after `waitMs`. Without a count of them, its faults are forgiven. */
    async release(
      job: LeasedJob,
      waitMs: number,
      { faults = 0, ...more }: { attempts?: number; faults?: number } = {},
    ): Promise<void> {
      await db
        .update(jobs)
        .set({
          leaseToken: null,
          leaseUntil: null,
          nextAttemptAt: sql`now() + make_interval(secs => ${waitMs / 1000})`,
          faults,
          ...more,
        })
        .where(and(eq(jobs.id, job.id), eq(jobs.leaseToken, job.leaseToken)))
    },

    /** Names of the result files of this epoch that are stored here already. */
    async listStored(job: JobRow): Promise<Set<string>> {
      const rows = await db
        .select({ name: jobResults.name })
        .from(jobResults)
        .where(and(eq(jobResults.jobId, job.id), eq(jobResults.epoch, job.epoch)))
      return new Set(rows.map(({ name }) => name))
    },

    /** False when the lease is another's, or the job has moved: then the result does not count. */
    addResult(job: LeasedJob, position: number, result: ResultFile): Promise<boolean> {
      return db.transaction(async (tx) => {
        const [held] = await tx
          .select({ id: jobs.id })
          .from(jobs)
          .where(and(eq(jobs.id, job.id), eq(jobs.leaseToken, job.leaseToken)))
          .for('share')
        if (held === undefined) return false
        await tx
          .insert(jobResults)
          .values({ jobId: job.id, epoch: job.epoch, position, ...result })
          .onConflictDoNothing()
        return true
      })
    },

    async acceptResult(tx: Tx, job: JobRow, manifestSha256: string, at: Date): Promise<void> {
      const { id: jobId, epoch, runId } = job
      if (runId === null) throw new Error('a result without a run')
      await tx.insert(acceptedResults).values({ jobId, epoch, runId, manifestSha256, at })
    },

    /** Which of these jobs still need files of theirs on the disk, by epoch. */
    async listStates(jobIds: readonly string[]): Promise<Pick<JobRow, 'id' | 'state' | 'epoch'>[]> {
      if (jobIds.length === 0) return []
      return db
        .select({ id: jobs.id, state: jobs.state, epoch: jobs.epoch })
        .from(jobs)
        .where(sql`${jobs.id} = any(${sql.param([...jobIds])}::uuid[])`)
    },
  }
}
