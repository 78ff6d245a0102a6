import { refusal } from '@crosspanel/protocol/refusals'
import { type Because, because } from '@crosspanel/protocol/causes'
import type { Finding } from '@crosspanel/protocol/job'
import type { SiteId } from '@crosspanel/protocol/ids'
import {
  canJobMove,
  hasJobEnded,
  type JobState,
  type Mover,
  type RunState,
} from '@crosspanel/protocol/states'
import { and, desc, eq, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { type AuditEntry, recordAudit } from '../monitoring/audit.ts'
import { announceCancelRequest, announceJob, announceWait } from './announce.ts'
import type { JobsDeps } from './deps.ts'
import { type JobQuota, lockQuota, requireWithinQuota } from './quota.ts'
import {
  jobEvents,
  jobFiles,
  jobFindings,
  jobResults,
  type JobRow,
  jobs,
  jobSamples,
} from './schema.ts'

export interface JobStoreDeps {
  readonly db: Db
  readonly siteId: SiteId
  readonly lockUploads: JobsDeps['lockUploads']
  readonly now: () => Date
}
export type JobStore = ReturnType<typeof createJobStore>

type JobChanges = Partial<
  Omit<JobRow, 'id' | 'accountId' | 'state' | 'endedAt' | 'leaseToken' | 'leaseUntil'>
>

export interface JobMove extends Because {
  /** As it was read: the move happens only if state and epoch are still these. */
  readonly job: Pick<JobRow, 'id' | 'state' | 'epoch'>
  readonly to: JobState
  readonly by: Mover
  readonly actor: AuditEntry['actor']
  readonly set?: JobChanges
  /** The driver's lease has to stand, too. */
  readonly leaseToken?: string
}

export interface HostEvent extends Because {
  readonly site: SiteId
  readonly epoch: number
  readonly seq: number
  readonly at: Date
  readonly from: RunState | null
  readonly to: RunState
}

/** Postgres takes 65,535 parameters in one statement. */
const SAMPLES_PER_INSERT = 5_000

/** States in which the driver of the home site has work to do. */
const DRIVEN: readonly JobState[] = ['checking', 'transferring', 'returning']

/** Written out, as the index has it. */
const endedInVain = () => and(isNotNull(jobs.endedAt), sql`${jobs.state} <> 'completed'`)

export function createJobStore({ db, siteId, lockUploads, now }: JobStoreDeps) {
  async function recordMove(tx: Tx, move: Omit<JobMove, 'set' | 'by'>, from: JobState | null) {
    const { job, to, cause, told, actor } = move
    const { id: jobId, epoch } = job
    await Promise.all([
      tx.insert(jobEvents).values({ jobId, site: siteId, epoch, at: now(), from, to, cause, told }),
      recordAudit(tx, {
        actor,
        action: `job.${to}`,
        object: `job:${job.id}`,
        details: { from, epoch: job.epoch },
      }),
    ])
  }

  /** A job without results has no use for the names of its samples. */
  async function forgetSamples(tx: Tx, jobId: string): Promise<void> {
    await tx.delete(jobSamples).where(eq(jobSamples.jobId, jobId))
  }

  /** Uploads were there a moment ago: whoever deletes one now waits, and finds it in use. */
  async function requireUploads(tx: Tx, accountId: string, fileIds: readonly string[]) {
    if ((await lockUploads(tx, accountId, fileIds)) < fileIds.length) {
      throw refusal('file-not-found.deleted')
    }
  }

  return {
    requireUploads,
    transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.transaction(work),

    /** Stores a new job, unless the account has one with this idempotency key. Returns whether it did. */
    insert(
      row: JobRow,
      files: readonly { fileId: string; name: string }[],
      quota: JobQuota,
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        await lockQuota(tx, row.accountId)
        const inserted = await tx
          .insert(jobs)
          // Due by the clock that claims go by, which may be behind this process's.
          .values({ ...row, nextAttemptAt: sql`now()` })
          .onConflictDoNothing({ target: [jobs.accountId, jobs.idempotencyKey] })
          .returning({ id: jobs.id })
        if (inserted.length === 0) return false
        await requireWithinQuota(tx, row.accountId, quota, now())
        await requireUploads(
          tx,
          row.accountId,
          files.map(({ fileId }) => fileId),
        )
        await tx
          .insert(jobFiles)
          .values(files.map((file, position) => ({ jobId: row.id, position, ...file })))
        const actor = `account:${row.accountId}` as const
        await recordMove(tx, { job: row, to: row.state, actor, ...because('submitted') }, null)
        if (row.acceptedTermsSha256 !== null) {
          await recordAudit(tx, {
            actor,
            action: 'panel.terms-accepted',
            object: `panel:${row.panelId}`,
            details: { job: row.id, sha256: row.acceptedTermsSha256 },
          })
        }
        await announceJob(tx, row)
        return true
      })
    },

    /**
     * Moves the job and records that, or does nothing: when the move is not one of the table, or
     * another caller moved the job first. Returns the job as it is then.
     */
    async move(tx: Tx, move: JobMove): Promise<JobRow | undefined> {
      const { job, to, by, set, leaseToken } = move
      if (!canJobMove(job.state, to, by)) return undefined
      const [moved] = await tx
        .update(jobs)
        .set({
          nextAttemptAt: DRIVEN.includes(to) ? sql`now()` : null,
          attempts: 0,
          faults: 0,
          ...set,
          state: to,
          updatedAt: now(),
          endedAt: hasJobEnded(to) ? now() : null,
          leaseToken: null,
          leaseUntil: null,
        })
        .where(
          and(
            eq(jobs.id, job.id),
            eq(jobs.state, job.state),
            eq(jobs.epoch, job.epoch),
            leaseToken === undefined ? undefined : eq(jobs.leaseToken, leaseToken),
          ),
        )
        .returning()
      if (moved === undefined) return undefined
      await recordMove(tx, { ...move, job: moved }, job.state)
      await announceJob(tx, moved)
      if (hasJobEnded(to) && to !== 'completed') await forgetSamples(tx, job.id)
      return moved
    },

    /** The job, locked until the transaction ends. */
    async lock(tx: Tx, id: string): Promise<JobRow | undefined> {
      const [row] = await tx.select().from(jobs).where(eq(jobs.id, id)).for('update')
      return row
    },

    async lockOwned(tx: Tx, id: string, accountId: string): Promise<JobRow | undefined> {
      const [row] = await tx
        .select()
        .from(jobs)
        .where(and(eq(jobs.id, id), eq(jobs.accountId, accountId)))
        .for('update')
      return row
    },

    /** Marks that the host is to stop; false when that was asked before, or the job has moved. */
    async requestCancel(tx: Tx, job: JobRow): Promise<boolean> {
      const marked = await tx
        .update(jobs)
        .set({ isCancelRequested: true, updatedAt: now() })
        .where(
          and(
            eq(jobs.id, job.id),
            eq(jobs.state, job.state),
            eq(jobs.epoch, job.epoch),
            eq(jobs.isCancelRequested, false),
          ),
        )
        .returning({ id: jobs.id })
      if (marked.length === 0) return false
      await recordAudit(tx, {
        actor: `account:${job.accountId}`,
        action: 'job.cancel-requested',
        object: `job:${job.id}`,
        details: { state: job.state, epoch: job.epoch },
      })
      await announceCancelRequest(tx, job)
      return true
    },

    /**
     * Stores an event of the job's run and counts it as applied. Returns false for one that was
     * applied before or that a later one has overtaken.
     */
    async applyHostEvent(tx: Tx, jobId: string, event: HostEvent): Promise<boolean> {
      const { seq, ...line } = event
      const { epoch } = line
      const counted = await tx
        .update(jobs)
        .set({ hostSeq: seq, heardAt: now() })
        .where(and(eq(jobs.id, jobId), eq(jobs.epoch, epoch), lt(jobs.hostSeq, seq)))
        .returning({ id: jobs.id })
      if (counted.length === 0) return false
      await tx.insert(jobEvents).values({ jobId, runSeq: seq, ...line })
      return true
    },

    /** Tells the owner once why the job does not go on; what was told last is not told again. */
    async tellWait(
      tx: Tx,
      job: Pick<JobRow, 'id' | 'accountId' | 'epoch' | 'state'>,
      reason: Because,
    ): Promise<void> {
      const [last] = await tx
        .select({ cause: jobEvents.cause })
        .from(jobEvents)
        .where(and(eq(jobEvents.jobId, job.id), eq(jobEvents.site, siteId)))
        .orderBy(desc(jobEvents.seq))
        .limit(1)
      if (last?.cause === reason.cause) return
      const { id: jobId, epoch, state } = job
      const event = { jobId, epoch, from: state, to: state, site: siteId, at: now() }
      await tx.insert(jobEvents).values({ ...event, ...reason })
      await announceWait(tx, job, reason.cause)
    },

    /** Changes what is no state: progress, when the host was heard of. */
    async update(tx: Tx | Db, job: Pick<JobRow, 'id' | 'epoch'>, set: JobChanges): Promise<void> {
      await tx
        .update(jobs)
        .set(set)
        .where(and(eq(jobs.id, job.id), eq(jobs.epoch, job.epoch)))
    },

    async addFindings(
      tx: Tx,
      job: Pick<JobRow, 'id' | 'epoch'>,
      site: SiteId,
      findings: readonly Finding[],
    ): Promise<void> {
      if (findings.length === 0) return
      const [{ next } = { next: 0 }] = await tx
        .select({ next: sql<number>`coalesce(max(${jobFindings.position}) + 1, 0)` })
        .from(jobFindings)
        .where(
          and(
            eq(jobFindings.jobId, job.id),
            eq(jobFindings.epoch, job.epoch),
            eq(jobFindings.site, site),
          ),
        )
      await tx.insert(jobFindings).values(
        findings.map((finding, index) => ({
          jobId: job.id,
          epoch: job.epoch,
          site,
          position: next + index,
          finding,
        })),
      )
    },

    /** Results that were fetched and never accepted, up to this epoch. */
    async forgetResults(job: Pick<JobRow, 'id' | 'epoch'>, upToEpoch: number): Promise<void> {
      await db.transaction(async (tx) => {
        await tx
          .update(jobs)
          .set({ resultManifest: null, blobs: null })
          .where(and(eq(jobs.id, job.id), eq(jobs.epoch, job.epoch), endedInVain()))
        await tx
          .delete(jobResults)
          .where(and(eq(jobResults.jobId, job.id), lte(jobResults.epoch, upToEpoch)))
      })
    },

    /** Jobs that ended after their results were announced and before they were accepted. */
    listEndedInVain(): Promise<JobRow[]> {
      return db
        .select()
        .from(jobs)
        .where(and(endedInVain(), isNotNull(jobs.resultManifest)))
        .limit(100)
    },

    forgetSamples,

    async addSamples(tx: Tx, jobId: string, sampleIds: readonly string[]): Promise<void> {
      for (let start = 0; start < sampleIds.length; start += SAMPLES_PER_INSERT) {
        const part = sampleIds.slice(start, start + SAMPLES_PER_INSERT)
        await tx
          .insert(jobSamples)
          .values(part.map((sampleId, index) => ({ jobId, position: start + index, sampleId })))
      }
    },

    /** Jobs that have not ended though their time is over, oldest first. */
    listOverdue(): Promise<JobRow[]> {
      return db
        .select()
        .from(jobs)
        .where(and(isNull(jobs.endedAt), lt(jobs.deadline, now())))
        .orderBy(jobs.deadline)
        .limit(100)
    },

    /** Records that a message about the job had no effect, and why. */
    async recordIgnored(
      tx: Tx,
      from: SiteId,
      jobId: string,
      details: NonNullable<AuditEntry['details']>,
    ): Promise<void> {
      await recordAudit(tx, {
        actor: from as AuditEntry['actor'],
        action: 'job.message-ignored',
        object: `job:${jobId}`,
        details,
      })
    },
  }
}
