import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
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

/**
 * Uploads and results. The bytes are in the blob store, always encrypted; a row says how much of
 * them counts. Sizes in bytes.
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
    createdAt: instant().notNull(),
    completedAt: instant(),
    deletedAt: instant(),
    /** When an upload that is not complete is removed. */
    expiresAt: instant(),
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
      .where(sql`${t.state} = 'receiving'`),
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
    check('files_deleted', sql`(${t.state} = 'deleted') = (${t.deletedAt} is not null)`),
    check('files_named', sql`(${t.state} = 'deleted') = (${t.name} = '')`),
    check('files_offset', sql`${t.offset} >= 0 and ${t.offset} <= coalesce(${t.declaredSize}, 0)`),
    check('files_size', sql`${t.size} >= 0`),
    check('files_sha256', sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
)
