import type { GeneralJws } from '@crosspanel/protocol/federation'
import { sql } from 'drizzle-orm'
import {
  check,
  index,
  bigint,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { admins } from '../admin/schema.ts'

export const ENROLMENT_STATES = ['pending', 'approved', 'rejected'] as const
export const DECISIONS = ['approve', 'reject'] as const

/** Who may ask to join. Only the token's SHA-256 is stored. */
export const invites = pgTable('invites', {
  id: uuid().primaryKey(),
  tokenSha256: text().notNull().unique(),
  organisation: text().notNull(),
  emailDomain: text().notNull(),
  createdBy: uuid()
    .notNull()
    .references(() => admins.id),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
  usedAt: timestamp({ withTimezone: true }),
  withdrawnAt: timestamp({ withTimezone: true }),
})

/** Nonces for proofs of possession, each good once. `secretSha256` is of what was sealed for the encryption key. */
export const challenges = pgTable('challenges', {
  nonceSha256: text().primaryKey(),
  inviteId: uuid()
    .notNull()
    .references(() => invites.id),
  encryptionKid: text().notNull(),
  secretSha256: text().notNull(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
  usedAt: timestamp({ withTimezone: true }),
})

export const enrolments = pgTable(
  'enrolments',
  {
    id: uuid().primaryKey(),
    inviteId: uuid()
      .notNull()
      .unique()
      .references(() => invites.id),
    state: text({ enum: ENROLMENT_STATES }).notNull(),
    siteId: text().notNull(),
    organisation: text().notNull(),
    siteName: text().notNull(),
    url: text().notNull(),
    contact: text().notNull(),
    rootKid: text().notNull(),
    statementSha256: text().notNull(),
    statementSerial: bigint({ mode: 'number' }).notNull(),
    statement: jsonb().$type<GeneralJws>().notNull(),
    submittedAt: timestamp({ withTimezone: true }).notNull(),
    decidedAt: timestamp({ withTimezone: true }),
    /** Why it was rejected. */
    reason: text(),
  },
  (t) => [
    check('enrolments_state', sql`${t.state} in ('pending', 'approved', 'rejected')`),
    uniqueIndex('enrolments_pending_site')
      .on(t.siteId)
      .where(sql`${t.state} = 'pending'`),
    index('enrolments_submitted_idx').on(t.submittedAt),
  ],
)

/** One row for each admin who has decided, so that more than one can be asked for. */
export const approvals = pgTable(
  'approvals',
  {
    enrolmentId: uuid()
      .notNull()
      .references(() => enrolments.id),
    adminId: uuid()
      .notNull()
      .references(() => admins.id),
    decision: text({ enum: DECISIONS }).notNull(),
    decidedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.enrolmentId, t.adminId] }),
    check('approvals_decision', sql`${t.decision} in ('approve', 'reject')`),
  ],
)
