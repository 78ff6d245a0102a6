import type { Finding, ResultFile } from '@crosspanel/protocol/job'
import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import {
  acceptedResults,
  jobEvents,
  jobFiles,
  jobFindings,
  jobResults,
  type JobRow,
  jobs,
  jobSamples,
} from './schema.ts'

export type JobQueries = ReturnType<typeof createJobQueries>

/** Reading only; whose a job is, is part of each question. */
export function createJobQueries(db: Db) {
  return {
    async findOwned(id: string, accountId: string): Promise<JobRow | undefined> {
      const [row] = await db
        .select()
        .from(jobs)
        .where(and(eq(jobs.id, id), eq(jobs.accountId, accountId)))
      return row
    },

    async findByKey(accountId: string, idempotencyKey: string): Promise<JobRow | undefined> {
      const [row] = await db
        .select()
        .from(jobs)
        .where(and(eq(jobs.accountId, accountId), eq(jobs.idempotencyKey, idempotencyKey)))
      return row
    },

    /** Jobs that have not ended, the latest submitted first. */
    listOpen(accountId: string, limit: number, reader: Db | Tx = db): Promise<JobRow[]> {
      return reader
        .select()
        .from(jobs)
        .where(and(eq(jobs.accountId, accountId), isNull(jobs.endedAt)))
        .orderBy(desc(jobs.submittedAt), desc(jobs.id))
        .limit(limit)
    },

    listFiles(jobId: string): Promise<{ fileId: string; name: string }[]> {
      return db
        .select({ fileId: jobFiles.fileId, name: jobFiles.name })
        .from(jobFiles)
        .where(eq(jobFiles.jobId, jobId))
        .orderBy(asc(jobFiles.position))
    },

    listEvents(jobId: string) {
      return db
        .select()
        .from(jobEvents)
        .where(eq(jobEvents.jobId, jobId))
        .orderBy(asc(jobEvents.seq))
    },

    /** Findings of one epoch: those of an earlier attempt are history. */
    async listFindings(jobId: string, epoch: number): Promise<Finding[]> {
      const rows = await db
        .select({ finding: jobFindings.finding })
        .from(jobFindings)
        .where(and(eq(jobFindings.jobId, jobId), eq(jobFindings.epoch, epoch)))
        .orderBy(asc(jobFindings.site), asc(jobFindings.position))
      return rows.map(({ finding }) => finding)
    },

    /** Result files of the accepted result; none before there is one. */
    listResults(jobId: string): Promise<ResultFile[]> {
      return db
        .select({
          fileId: jobResults.fileId,
          name: jobResults.name,
          size: jobResults.size,
          sha256: jobResults.sha256,
          encryptedFor: jobResults.encryptedFor,
        })
        .from(jobResults)
        .innerJoin(
          acceptedResults,
          and(
            eq(acceptedResults.jobId, jobResults.jobId),
            eq(acceptedResults.epoch, jobResults.epoch),
          ),
        )
        .where(eq(jobResults.jobId, jobId))
        .orderBy(asc(jobResults.position))
    },

    /** Sample ids in the order of the input's columns. */
    async listSamples(jobId: string): Promise<string[]> {
      const rows = await db
        .select({ sampleId: jobSamples.sampleId })
        .from(jobSamples)
        .where(eq(jobSamples.jobId, jobId))
        .orderBy(asc(jobSamples.position))
      return rows.map(({ sampleId }) => sampleId)
    },

    /** Whether a job that has not ended reads this file, or has fetched it and not accepted it yet. */
    async isFileInUse(fileId: string, on: Db | Tx = db): Promise<boolean> {
      const [row] = await on
        .select({ id: jobs.id })
        .from(jobFiles)
        .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
        .where(and(eq(jobFiles.fileId, fileId), isNull(jobs.endedAt)))
        .unionAll(
          on
            .select({ id: jobs.id })
            .from(jobResults)
            .innerJoin(jobs, eq(jobs.id, jobResults.jobId))
            .where(and(eq(jobResults.fileId, fileId), isNull(jobs.endedAt))),
        )
        .limit(1)
      return row !== undefined
    },
  }
}
