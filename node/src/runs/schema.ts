import type { Finding, ReportedProgress, RunParameters } from '@crosspanel/protocol/job'
import type { TransferManifest } from '@crosspanel/protocol/manifest'
import { QUEUE_MODES } from '@crosspanel/protocol/queue-mode'
import { hasRunEnded, RUN_STATES } from '@crosspanel/protocol/states'
import type { Told } from '@crosspanel/protocol/told'
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const listed = (states: readonly string[]) =>
  sql.raw(states.map((state) => `'${state}'`).join(', '))

/** One execution of a job of a home site, here. The `jsonb` documents are never queried. */
export const runs = pgTable(
  'runs',
  {
    id: uuid('id').primaryKey(),
    homeSite: text('home_site').notNull(),
    homeJob: uuid('home_job').notNull(),
    epoch: integer('epoch').notNull(),
    /** Message id of the offer: its idempotency key. */
    offerMid: uuid('offer_mid').notNull(),
    state: text('state', { enum: RUN_STATES }).notNull(),
    /** Number of the run's last event; the home site applies only greater ones. */
    seq: integer('seq').notNull().default(0),
    panelId: text('panel_id').notNull(),
    panelDigest: text('panel_digest').notNull(),
    parameters: jsonb('parameters').$type<RunParameters>().notNull(),
    input: jsonb('input').$type<TransferManifest>().notNull(),
    samples: integer('samples').notNull(),
    variants: integer('variants').notNull(),
    /** Variants of the result; of a run that imputed nothing, null. */
    outputVariants: bigint('output_variants', { mode: 'number' }),
    /** Raw X25519 public key in base64url that the results are encrypted to. */
    resultRecipient: text('result_recipient').notNull(),
    /** Pseudonym of the researcher. */
    subject: text('subject').notNull(),
    deadline: instant('deadline').notNull(),

    /** Worker that holds the lease, by the database's clock. */
    worker: text('worker'),
    leaseUntil: instant('lease_until'),
    /** Rises with every claim. Each write of a worker carries it, so a worker that lost its lease writes nothing. */
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    /** Claims that did not end by the worker's own shutdown. */
    attempts: integer('attempts').notNull().default(0),
    notBefore: instant('not_before').notNull(),
    /** Runs of a greater one start first. */
    priority: smallint('priority').notNull().default(0),
    /** An administrator keeps it from starting. */
    isHeld: boolean('is_held').notNull().default(false),
    isCancelRequested: boolean('is_cancel_requested').notNull().default(false),
    progress: jsonb('progress').$type<ReportedProgress>(),
    summary: jsonb('summary').$type<unknown>(),
    resultManifest: jsonb('result_manifest').$type<TransferManifest>(),
    manifestSha256: text('manifest_sha256'),
    findings: jsonb('findings').$type<readonly Finding[]>().notNull().default([]),

    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('runs_home_job_epoch').on(t.homeSite, t.homeJob, t.epoch),
    unique('runs_offer_mid').on(t.homeSite, t.offerMid),
    index('runs_queued_idx')
      .on(t.homeSite, t.subject, t.priority.desc(), t.createdAt)
      .where(sql`${t.state} = 'queued'`),
    index('runs_state_idx').on(t.state, t.updatedAt),
    // One for each way in which the administrators' list is narrowed, in its own order.
    index('runs_created_idx').on(t.createdAt, t.id),
    index('runs_state_created_idx').on(t.state, t.createdAt, t.id),
    index('runs_home_created_idx').on(t.homeSite, t.createdAt, t.id),
    index('runs_panel_created_idx').on(t.panelId, t.createdAt, t.id),
    check('runs_state', sql`${t.state} in (${listed(RUN_STATES)})`),
    check('runs_epoch', sql`${t.epoch} > 0`),
    check('runs_seq', sql`${t.seq} >= 0`),
    check('runs_priority', sql`${t.priority} between -10 and 10`),
    check('runs_attempts', sql`${t.attempts} >= 0`),
    check(
      'runs_leased',
      sql`${t.state} not in ('running', 'packaging') or ${t.leaseUntil} is not null`,
    ),
    check(
      'runs_ready',
      sql`${t.state} not in ('ready', 'delivered') or ${t.manifestSha256} is not null`,
    ),
    check(
      'runs_ended',
      sql`(${t.endedAt} is not null) = (${t.state} in (${listed(RUN_STATES.filter(hasRunEnded))}))`,
    ),
  ],
)
export type RunRow = typeof runs.$inferSelect

const runId = () =>
  uuid('run_id')
    .notNull()
    .references(() => runs.id, { onDelete: 'cascade' })

/** The input files that an accepted offer names, and which of them are here, whole and verified. */
export const runInputs = pgTable(
  'run_inputs',
  {
    runId: runId(),
    name: text('name').notNull(),
    uploadId: uuid('upload_id').notNull().unique('run_inputs_upload'),
    isReceived: boolean('is_received').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.runId, t.name] })],
)

/** Every change of a run's state, numbered without gaps. Rows are only inserted. */
export const runEvents = pgTable(
  'run_events',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    runId: runId(),
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    from: text('from_state', { enum: RUN_STATES }),
    to: text('to_state', { enum: RUN_STATES }).notNull(),
    cause: text('cause').notNull(),
    /** What `cause` is made of; null where nothing but the text is known. */
    told: jsonb('told').$type<Told>(),
  },
  (t) => [unique('run_events_seq').on(t.runId, t.seq)],
)

export type RunEventRow = typeof runEvents.$inferSelect

/** When each researcher of each home site was last given a core, by the database's clock, so that they take turns. */
export const runLanes = pgTable(
  'run_lanes',
  {
    homeSite: text('home_site').notNull(),
    subject: text('subject').notNull(),
    servedAt: instant('served_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.homeSite, t.subject] })],
)

/** Processes of this site that run engines, and when they last said so. */
export const workers = pgTable('workers', {
  name: text('name').primaryKey(),
  seenAt: instant('seen_at').notNull(),
})

/** Whether runs are started and offers taken; one row, or none while nobody has changed anything. */
export const queueControl = pgTable(
  'queue_control',
  {
    id: smallint('id').primaryKey().default(1),
    mode: text('mode', { enum: QUEUE_MODES }).notNull(),
    reason: text('reason').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    check('queue_control_one_row', sql`${t.id} = 1`),
    check('queue_control_mode', sql`${t.mode} in (${listed(QUEUE_MODES)})`),
  ],
)

/** Runs and, of those that came to a result, what was imputed. */
const counted = () => ({
  homeSite: text('home_site').notNull(),
  panelId: text('panel_id').notNull(),
  state: text('state', { enum: RUN_STATES }).notNull(),
  runs: bigint('runs', { mode: 'number' }).notNull(),
  samples: bigint('samples', { mode: 'number' }).notNull(),
  variants: bigint('variants', { mode: 'number' }).notNull(),
})

/** What changed in the number of runs, as `job_count_changes` has it of jobs. */
export const runCountChanges = pgTable('run_count_changes', {
  seq: bigserial('seq', { mode: 'number' }).primaryKey(),
  ...counted(),
})

export const runCounts = pgTable('run_counts', counted(), (t) => [
  primaryKey({ columns: [t.homeSite, t.panelId, t.state] }),
])
