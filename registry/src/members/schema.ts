import type { GeneralJws } from '@crosspanel/protocol/federation'
import { sql } from 'drizzle-orm'
import { bigint, check, jsonb, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core'

export const MEMBER_STATUSES = ['active', 'suspended', 'revoked'] as const

/** Statements of sites, word for word. Kept for ever: old evidence refers to them. */
export const statements = pgTable(
  'statements',
  {
    sha256: text().primaryKey(),
    siteId: text().notNull(),
    serial: bigint({ mode: 'number' }).notNull(),
    jws: jsonb().$type<GeneralJws>().notNull(),
    storedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [unique('statements_serial').on(t.siteId, t.serial)],
)

export const descriptors = pgTable(
  'descriptors',
  {
    sha256: text().primaryKey(),
    siteId: text().notNull(),
    serial: bigint({ mode: 'number' }).notNull(),
    jws: jsonb().$type<GeneralJws>().notNull(),
    storedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [unique('descriptors_serial').on(t.siteId, t.serial)],
)

/** A row stays after revocation, because a site id is never given twice. */
export const members = pgTable(
  'members',
  {
    siteId: text().primaryKey(),
    organisation: text().notNull(),
    siteName: text().notNull(),
    url: text().notNull(),
    contact: text().notNull(),
    status: text({ enum: MEMBER_STATUSES }).notNull(),
    /** Why the member was suspended or revoked, for admins. */
    reason: text(),
    /** When the status was taken on. */
    since: timestamp({ withTimezone: true }).notNull(),
    rootKid: text().notNull(),
    statementSha256: text()
      .notNull()
      .references(() => statements.sha256),
    descriptorSha256: text().references(() => descriptors.sha256),
    descriptorSerial: bigint({ mode: 'number' }).notNull().default(0),
    joinedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [check('members_status', sql`${t.status} in ('active', 'suspended', 'revoked')`)],
)
