import type { Told } from '@crosspanel/protocol/told'
import type { RunChunk } from '@crosspanel/protocol/chunk'
import type { Finding, RunParameters } from '@crosspanel/protocol/job'
import type { TransferManifest } from '@crosspanel/protocol/manifest'
import { hasJobEnded, JOB_STATES, RUN_PHASES } from '@crosspanel/protocol/states'
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../users/schema.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const ENDED = sql.raw(
  JOB_STATES.filter(hasJobEnded)
    .map((state) => `'${state}'`)
    .join(', '),
)
const STATES = sql.raw(JOB_STATES.map((state) => `'${state}'`).join(', '))

export interface Upload {
  readonly name: string
  readonly uploadId: string
}
export interface Blob {
  readonly name: string
  readonly blobId: string
}

/** What a researcher asked for, and how far it is. The `jsonb` documents are never queried. */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    name: text('name'),
    state: text('state', { enum: JOB_STATES }).notNull(),
    panelId: text('panel_id').notNull(),
    hostSite: text('host_site').notNull(),
    /** Rises with each retry; a run belongs to one epoch. */
    epoch: integer('epoch').notNull().default(1),
    parameters: jsonb('parameters').$type<RunParameters>().notNull(),
    /** Of the panel's terms that its researcher has agreed to. */
    acceptedTermsSha256: text('accepted_terms_sha256'),
    idempotencyKey: text('idempotency_key').notNull(),
    requestSha256: text('request_sha256').notNull(),

    /** `seq` of the last event of this epoch's run that was applied; 0 before the first. */
    hostSeq: integer('host_seq').notNull().default(0),
    runId: uuid('run_id'),
    phase: text('phase', { enum: RUN_PHASES }),
    chunksDone: integer('chunks_done'),
    chunksTotal: integer('chunks_total'),
    chunks: jsonb('chunks').$type<readonly RunChunk[]>(),
    heardAt: instant('heard_at'),
    /** Set once pages were shown that the host is not heard of. */
    contactTold: text('contact_told', { enum: ['late', 'lost'] }),
    isCancelRequested: boolean('is_cancel_requested').notNull().default(false),

    samples: integer('samples'),
    variants: integer('variants'),
    input: jsonb('input').$type<TransferManifest>(),
    /** Directory of the encrypted input, within the job's: each attempt at preparing it has its own. */
    inputDir: uuid('input_dir'),
    uploads: jsonb('uploads').$type<readonly Upload[]>(),
    resultManifest: jsonb('result_manifest').$type<TransferManifest>(),
    blobs: jsonb('blobs').$type<readonly Blob[]>(),
    /** Whose key the host encrypts the results to. */
    resultFor: text('result_for', { enum: ['researcher', 'site'] }),
    summary: jsonb('summary').$type<unknown>(),

    submittedAt: instant('submitted_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    endedAt: instant('ended_at'),
    deadline: instant('deadline').notNull(),

    /** The driver's lease, by the database's clock. */
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    /** When the driver has something to do for the job; null when the next word is somebody else's. */
    nextAttemptAt: instant('next_attempt_at'),
    /** Attempts of the driver in this state since it last had to wait for somebody else. */
    attempts: integer('attempts').notNull().default(0),
    /** Attempts in a row that ended by the driver's death, an error here, or an answer that will not change. */
    faults: integer('faults').notNull().default(0),
  },
  (t) => [
    unique('jobs_idempotency_key').on(t.accountId, t.idempotencyKey),
    index('jobs_account_live_idx')
      .on(t.accountId)
      .where(sql`${t.endedAt} is null`),
    // One for each way in which a list is narrowed, read backwards: `desc` in the index would put nulls last,
    // which is not the order of `order by ... desc`, and every page would be sorted.
    index('jobs_account_submitted_idx').on(t.accountId, t.submittedAt, t.id),
    index('jobs_account_state_idx').on(t.accountId, t.state, t.submittedAt, t.id),
    index('jobs_account_panel_idx').on(t.accountId, t.panelId, t.submittedAt, t.id),
    index('jobs_account_host_idx').on(t.accountId, t.hostSite, t.submittedAt, t.id),
    index('jobs_submitted_idx').on(t.submittedAt, t.id),
    index('jobs_state_idx').on(t.state, t.submittedAt, t.id),
    index('jobs_panel_idx').on(t.panelId, t.submittedAt, t.id),
    index('jobs_host_idx').on(t.hostSite, t.submittedAt, t.id),
    index('jobs_name_idx').on(sql`lower(${t.name}) collate "C"`, t.submittedAt, t.id),
    index('jobs_due_idx')
      .on(t.nextAttemptAt)
      .where(sql`${t.nextAttemptAt} is not null`),
    // What is looked for every half minute and hardly ever there.
    index('jobs_in_vain_idx')
      .on(t.id)
      .where(
        sql`${t.endedAt} is not null and ${t.state} <> 'completed' and ${t.resultManifest} is not null`,
      ),
    index('jobs_deadline_idx')
      .on(t.deadline)
      .where(sql`${t.endedAt} is null`),
    check('jobs_state', sql`${t.state} in (${STATES})`),
    check('jobs_epoch', sql`${t.epoch} > 0`),
    check('jobs_host_seq', sql`${t.hostSeq} >= 0`),
    check('jobs_ended', sql`(${t.endedAt} is not null) = (${t.state} in (${ENDED}))`),
    check('jobs_faults', sql`${t.faults} >= 0`),
    check('jobs_lease', sql`(${t.leaseToken} is null) = (${t.leaseUntil} is null)`),
    check('jobs_host', sql`starts_with(${t.panelId}, ${t.hostSite} || '/')`),
    check('jobs_progress', sql`${t.chunksDone} between 0 and ${t.chunksTotal}`),
  ],
)
export type JobRow = typeof jobs.$inferSelect

const jobId = () =>
  uuid('job_id')
    .notNull()
    .references(() => jobs.id, { onDelete: 'cascade' })

/** The researcher's files, in the order in which they were named. */
export const jobFiles = pgTable(
  'job_files',
  {
    jobId: jobId(),
    position: integer('position').notNull(),
    fileId: uuid('file_id').notNull(),
    name: text('name').notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.position] }), index('job_files_file_idx').on(t.fileId)],
)

/**
 * The job's history as both sites tell it; rows are only inserted. `runSeq` is the host's number
 * of its own event, so that one event is stored once.
 */
export const jobEvents = pgTable(
  'job_events',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    jobId: jobId(),
    site: text('site').notNull(),
    epoch: integer('epoch').notNull(),
    runSeq: integer('run_seq'),
    at: instant('at').notNull(),
    from: text('from_state'),
    to: text('to_state').notNull(),
    cause: text('cause').notNull(),
    /** What `cause` is made of; null in rows of an earlier release. */
    told: jsonb('told').$type<Told>(),
  },
  (t) => [
    index('job_events_job_idx').on(t.jobId, t.seq),
    unique('job_events_run_seq').on(t.jobId, t.epoch, t.runSeq),
  ],
)

export const jobFindings = pgTable(
  'job_findings',
  {
    jobId: jobId(),
    epoch: integer('epoch').notNull(),
    position: integer('position').notNull(),
    site: text('site').notNull(),
    finding: jsonb('finding').$type<Finding>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.epoch, t.site, t.position] })],
)

/** Whose the job-local sample ids are. Never leaves this site (T1). */
export const jobSamples = pgTable(
  'job_samples',
  {
    jobId: jobId(),
    position: integer('position').notNull(),
    sampleId: text('sample_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.position] }),
    unique('job_samples_sample').on(t.jobId, t.sampleId),
  ],
)

/** Result files that are stored at this site. They count once the job has an accepted result. */
export const jobResults = pgTable(
  'job_results',
  {
    jobId: jobId(),
    name: text('name').notNull(),
    epoch: integer('epoch').notNull(),
    position: integer('position').notNull(),
    fileId: uuid('file_id').notNull(),
    size: bigint('size_bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    encryptedFor: text('encrypted_for', { enum: ['researcher', 'site'] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.epoch, t.name] }),
    index('job_results_file_idx').on(t.fileId),
  ],
)

/** At most one result of a job is ever accepted: the primary key holds it. */
export const acceptedResults = pgTable('accepted_results', {
  jobId: uuid('job_id')
    .primaryKey()
    .references(() => jobs.id, { onDelete: 'cascade' }),
  epoch: integer('epoch').notNull(),
  runId: uuid('run_id').notNull(),
  manifestSha256: text('manifest_sha256').notNull(),
  at: instant('at').notNull(),
})

/** Jobs and, of those that are completed, what was imputed. */
const counted = () => ({
  jobs: bigint('jobs', { mode: 'number' }).notNull(),
  samples: bigint('samples', { mode: 'number' }).notNull(),
  variants: bigint('variants', { mode: 'number' }).notNull(),
})
const countedState = () => text('state', { enum: JOB_STATES }).notNull()

/**
 * What changed in the number of jobs, written by a trigger in the transaction of the change. Moves only
 * ever insert here, so no two of them wait for each other's counter, in whatever order they move jobs.
 * A count is the folded rows below plus the changes that are not folded yet.
 */
export const jobCountChanges = pgTable(
  'job_count_changes',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    accountId: uuid('account_id').notNull(),
    hostSite: text('host_site').notNull(),
    panelId: text('panel_id').notNull(),
    /** Day on which the jobs were submitted, in UTC. */
    day: date('day', { mode: 'string' }).notNull(),
    state: countedState(),
    ...counted(),
  },
  (t) => [index('job_count_changes_account_idx').on(t.accountId)],
)

export const accountJobCounts = pgTable(
  'account_job_counts',
  { accountId: uuid('account_id').notNull(), state: countedState(), jobs: counted().jobs },
  (t) => [primaryKey({ columns: [t.accountId, t.state] })],
)

export const panelJobCounts = pgTable(
  'panel_job_counts',
  {
    panelId: text('panel_id').notNull(),
    hostSite: text('host_site').notNull(),
    state: countedState(),
    ...counted(),
  },
  (t) => [primaryKey({ columns: [t.panelId, t.state] })],
)

export const dayJobCounts = pgTable(
  'day_job_counts',
  { day: date('day', { mode: 'string' }).notNull(), state: countedState(), jobs: counted().jobs },
  (t) => [primaryKey({ columns: [t.day, t.state] })],
)
