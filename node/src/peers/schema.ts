import type { PeerHealth } from '@crosspanel/protocol/message'
import type { TransferFile } from '@crosspanel/protocol/manifest'
import type { Told } from '@crosspanel/protocol/told'
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Messages to peers, in the order of `seq` for each peer and lane. Kept word for word: they are evidence. */
export const outbox = pgTable(
  'outbox',
  {
    mid: uuid().primaryKey(),
    seq: bigserial({ mode: 'number' }).notNull(),
    toSite: text('to_site').notNull(),
    type: text().notNull(),
    job: uuid().notNull(),
    epoch: integer().notNull(),
    jws: text().notNull(),
    /** Control messages do not wait behind the bulk ones of other jobs. */
    lane: text({ enum: ['control', 'bulk'] }).notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    deliveredAt: instant('delivered_at'),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    /** Why the peer refused the message for good. */
    refusedCode: text('refused_code'),
  },
  (t) => [
    index('outbox_pending_idx')
      .on(t.toSite, t.lane, t.seq)
      .where(sql`delivered_at is null and refused_code is null`),
    index('outbox_job_idx').on(t.job, t.seq),
    index('outbox_created_idx').on(t.createdAt),
    check('outbox_lane_known', sql`${t.lane} in ('control', 'bulk')`),
    check('outbox_ends_once', sql`${t.deliveredAt} is null or ${t.refusedCode} is null`),
  ],
)

/** One process at a time delivers in a lane; the lease is by the clock of the database. */
export const outboxLanes = pgTable(
  'outbox_lanes',
  {
    toSite: text('to_site').notNull(),
    lane: text({ enum: ['control', 'bulk'] }).notNull(),
    leasedBy: text('leased_by').notNull(),
    leasedUntil: instant('leased_until').notNull(),
  },
  (t) => [primaryKey({ columns: [t.toSite, t.lane] })],
)

/** Messages from peers. The primary key makes each message have its effect once. */
export const inbox = pgTable(
  'inbox',
  {
    fromSite: text('from_site').notNull(),
    mid: uuid().notNull(),
    type: text().notNull(),
    job: uuid().notNull(),
    epoch: integer().notNull(),
    jws: text().notNull(),
    /** Of the JWS, hexadecimal: another message under the same id is a conflict. */
    sha256: text().notNull(),
    outcome: text({ enum: ['done', 'refused', 'failing', 'quarantined'] }).notNull(),
    code: text(),
    attempts: integer().notNull().default(1),
    receivedAt: instant('received_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.fromSite, t.mid] }),
    index('inbox_job_idx').on(t.job),
    index('inbox_received_idx').on(t.receivedAt),
    check(
      'inbox_outcome_known',
      sql`${t.outcome} in ('done', 'refused', 'failing', 'quarantined')`,
    ),
  ],
)

/** How each peer was reached last, and when it is tried again. */
export const peerLinks = pgTable('peer_links', {
  siteId: text('site_id').primaryKey(),
  failures: integer().notNull().default(0),
  nextAttemptAt: instant('next_attempt_at'),
  /** Last valid call from it or answer by it. */
  lastHeardAt: instant('last_heard_at'),
  /** Last valid call from it: shows that its calls arrive here, which an answer does not. */
  lastCalledAt: instant('last_called_at'),
  /** Why it could not be reached; null while it can. */
  lastError: text('last_error'),
  /** What `lastError` is made of, where that is known. */
  lastErrorTold: jsonb('last_error_told').$type<Told>(),
  /** What pages were shown of it last. */
  shown: text(),
})

/** Hop tokens that were used, kept while they could be replayed: the way to tell when Redis cannot. */
export const peerTokenUses = pgTable(
  'peer_token_uses',
  {
    token: text().primaryKey(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('peer_token_uses_expiry_idx').on(t.expiresAt)],
)

/** What each peer last told of itself. */
export const peerSnapshots = pgTable('peer_snapshots', {
  siteId: text('site_id').primaryKey(),
  health: jsonb().$type<PeerHealth>().notNull(),
  responseMs: integer('response_ms').notNull(),
  answeredAt: instant('answered_at').notNull().defaultNow(),
})

/** The federation as last verified: one row. `cache` is read whole and verified again. */
export const federationCache = pgTable(
  'federation_cache',
  {
    id: integer().primaryKey().default(1),
    version: integer().notNull(),
    cache: text().notNull(),
    storedAt: instant('stored_at').notNull().defaultNow(),
  },
  (t) => [check('federation_cache_single', sql`${t.id} = 1`)],
)

/** Serial of the last descriptor that this site signed: one row. */
export const descriptorSerial = pgTable(
  'descriptor_serial',
  {
    id: integer().primaryKey().default(1),
    serial: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [check('descriptor_serial_single', sql`${t.id} = 1`)],
)

/** Files that peers send. `chunksDone` counts chunks that are verified and on disk. */
export const peerUploads = pgTable(
  'peer_uploads',
  {
    id: uuid().primaryKey(),
    fromSite: text('from_site').notNull(),
    runId: uuid('run_id').notNull(),
    file: jsonb().$type<TransferFile>().notNull(),
    path: text().notNull(),
    chunksDone: integer('chunks_done').notNull().default(0),
    verifiedAt: instant('verified_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    index('peer_uploads_run_idx').on(t.runId),
    check('peer_uploads_chunks_counted', sql`${t.chunksDone} >= 0`),
  ],
)

/** Files that one peer may fetch. */
export const peerBlobs = pgTable(
  'peer_blobs',
  {
    id: uuid().primaryKey(),
    toSite: text('to_site').notNull(),
    runId: uuid('run_id').notNull(),
    file: jsonb().$type<TransferFile>().notNull(),
    path: text().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [index('peer_blobs_run_idx').on(t.runId)],
)
