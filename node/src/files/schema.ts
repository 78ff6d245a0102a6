import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../users/schema.ts'

const instant = () => timestamp({ withTimezone: true })
const bytes = () => bigint({ mode: 'number' })
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/**
 * Uploads and results. The bytes are in the blob store, always encrypted; a row says how much of
 * them counts. Sizes in bytes.
 * A deleted file's row stays as its tombstone until the blob is known to be destroyed, and after that as the record.
 */
export const files = pgTable(
  'files',
  {
    id: uuid().primaryKey(),
    /** Null for a result that belongs to no account of this site. */
    accountId: uuid().references(() => accounts.id),
    kind: text({ enum: ['upload', 'result'] }).notNull(),
    /** The job that made a result. */
    jobId: uuid(),
    /** Of the job when it made the result: a retry makes others. */
    jobEpoch: integer(),
    /** The researcher's own name; emptied when the file is deleted, because it may name a person. */
    name: text().notNull(),
    state: text({ enum: ['receiving', 'complete', 'deleted'] }).notNull(),
    encryptedFor: text({ enum: ['site', 'researcher'] }).notNull(),
    /** Plaintext bytes that an upload announced. */
    declaredSize: bytes(),
    /** Plaintext bytes of an upload that are safely stored and acknowledged. */
    offset: bytes().notNull(),
    /** Of the plaintext of a file for the site, of the ciphertext of a file for the researcher; so is the digest. */
    size: bytes(),
    sha256: text(),
    blobId: uuid().notNull(),
    /**
     * The Crypt4GH header, which holds the key of the blob's segments. It is nowhere else: once it is gone with
     * the deletion, no copy of the blob can be read, not even with the site's key.
     */
    header: bytea(),
    createdAt: instant().notNull(),
    completedAt: instant(),
    /** When the file is removed: an upload that is not complete by then, a complete file whose time is over. */
    expiresAt: instant(),
    /** When the owner was told that the file is about to expire. */
    remindedAt: instant(),
    deletedAt: instant(),
    deletedBecause: text({ enum: ['asked', 'expired', 'discarded'] }),
    /** When the blob of a deleted file was found to be gone. */
    destroyedAt: instant(),
    /** When the stored bytes were last read and found to be those that were stored. */
    verifiedAt: instant(),
    damagedAt: instant(),
    damage: text({ enum: ['missing', 'altered'] }),
    /** Transfers of the whole file that came to their end, in one piece or in ranges. */
    downloads: integer().notNull().default(0),
    downloadedAt: instant(),
    /** Of the transfer that is not whole yet: bytes sent, and whether the last of the file was among them. */
    sentBytes: bytes().notNull().default(0),
    isEndSent: boolean().notNull().default(false),
  },
  (t) => [
    uniqueIndex('files_blob_idx').on(t.blobId),
    uniqueIndex('files_result_idx')
      .on(t.jobId, t.jobEpoch, t.name)
      .where(sql`${t.kind} = 'result' and ${t.state} <> 'deleted'`),
    index('files_account_idx')
      .on(t.accountId, t.createdAt.desc(), t.id.desc())
      .where(sql`${t.state} <> 'deleted'`),
    index('files_expiring_idx')
      .on(t.expiresAt)
      .where(sql`${t.state} <> 'deleted'`),
    index('files_unreminded_idx')
      .on(t.expiresAt)
      .where(sql`${t.state} = 'complete' and ${t.kind} = 'result' and ${t.remindedAt} is null`),
    index('files_undestroyed_idx')
      .on(t.deletedAt)
      .where(sql`${t.state} = 'deleted' and ${t.destroyedAt} is null`),
    index('files_verified_idx')
      .on(t.verifiedAt)
      .where(sql`${t.state} = 'complete'`),
    index('files_damaged_idx')
      .on(t.damagedAt)
      .where(sql`${t.damagedAt} is not null and ${t.state} <> 'deleted'`),
    check('files_kind', sql`${t.kind} in ('upload', 'result')`),
    check('files_state', sql`${t.state} in ('receiving', 'complete', 'deleted')`),
    check('files_encrypted_for', sql`${t.encryptedFor} in ('site', 'researcher')`),
    check(
      'files_upload',
      sql`${t.kind} <> 'upload' or (${t.accountId} is not null and ${t.jobId} is null and ${t.declaredSize} is not null and ${t.encryptedFor} = 'site')`,
    ),
    check(
      'files_result',
      sql`${t.kind} <> 'result' or (${t.jobId} is not null and ${t.jobEpoch} is not null and ${t.declaredSize} is null and ${t.state} <> 'receiving')`,
    ),
    // An upload whose last byte was acknowledged is complete: a client that sees that offset asks no more.
    check(
      'files_receiving',
      sql`${t.state} <> 'receiving' or (${t.expiresAt} is not null and (${t.offset} < ${t.declaredSize} or ${t.declaredSize} = 0))`,
    ),
    check(
      'files_complete',
      sql`${t.state} <> 'complete' or (${t.size} is not null and ${t.sha256} is not null and ${t.completedAt} is not null and (${t.declaredSize} is null or (${t.size} = ${t.declaredSize} and ${t.offset} = ${t.declaredSize})))`,
    ),
    check(
      'files_deleted',
      sql`(${t.state} = 'deleted') = (${t.deletedAt} is not null) and (${t.state} = 'deleted') = (${t.deletedBecause} is not null)`,
    ),
    check('files_deleted_because', sql`${t.deletedBecause} in ('asked', 'expired', 'discarded')`),
    check('files_header', sql`(${t.state} = 'deleted') = (${t.header} is null)`),
    check('files_destroyed', sql`${t.destroyedAt} is null or ${t.state} = 'deleted'`),
    check(
      'files_damage',
      sql`(${t.damagedAt} is null) = (${t.damage} is null) and ${t.damage} in ('missing', 'altered')`,
    ),
    check('files_sent', sql`${t.sentBytes} >= 0 and ${t.downloads} >= 0`),
    check('files_named', sql`(${t.state} = 'deleted') = (${t.name} = '')`),
    check('files_offset', sql`${t.offset} >= 0 and ${t.offset} <= coalesce(${t.declaredSize}, 0)`),
    check('files_size', sql`${t.size} >= 0`),
    check('files_sha256', sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
)

/**
 * What each account keeps here, changed in the transaction that changes its files: uploads count from the
 * moment they are announced, by the size that they announced.
 */
export const storageUsage = pgTable(
  'storage_usage',
  {
    accountId: uuid()
      .primaryKey()
      .references(() => accounts.id),
    usedBytes: bytes().notNull().default(0),
    files: integer().notNull().default(0),
    /** Set while the owner has been told that the quota is nearly used up. */
    nearlyFullAt: instant(),
  },
  (t) => [check('storage_usage_counts', sql`${t.usedBytes} >= 0 and ${t.files} >= 0`)],
)

/**
 * Which blob store is this node's: one row. The same id is in the store itself, so that another store, such as
 * an empty mount or a wrong bucket, is told from this one after a loss.
 */
export const blobStoreState = pgTable(
  'blob_store_state',
  {
    id: integer().primaryKey().default(1),
    storeId: uuid().notNull(),
    /** When the store was found, or made, to have the id. A restored database has to find it anew. */
    markedAt: instant(),
    /** So many files, of so many, were missing when all were looked at last; set only if they were too many to believe. */
    missingFiles: integer(),
    missingOf: integer(),
  },
  (t) => [
    check('blob_store_state_single', sql`${t.id} = 1`),
    check('blob_store_state_missing', sql`(${t.missingFiles} is null) = (${t.missingOf} is null)`),
  ],
)

/** How far the scrub is: one row. The lease keeps it to one process, by the clock of the database. */
export const scrubState = pgTable(
  'scrub_state',
  {
    id: integer().primaryKey().default(1),
    leasedBy: uuid(),
    leasedUntil: instant(),
    /** Everything that was last verified before this is due: an administrator asked for it. */
    requestedAt: instant(),
    startedAt: instant(),
    finishedAt: instant(),
    /** Of the round that began at `startedAt`. */
    checkedFiles: integer().notNull().default(0),
    checkedBytes: bytes().notNull().default(0),
    foundDamaged: integer().notNull().default(0),
  },
  (t) => [check('scrub_state_single', sql`${t.id} = 1`)],
)
