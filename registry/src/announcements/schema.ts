import { ANNOUNCEMENT_SEVERITIES } from '@crosspanel/protocol/announcement'
import type { GeneralJws } from '@crosspanel/protocol/federation'
import { sql } from 'drizzle-orm'
import {
  check,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { admins } from '../admin/schema.ts'

const instant = () => timestamp({ withTimezone: true })
const SEVERITIES = sql.raw(ANNOUNCEMENT_SEVERITIES.map((word) => `'${word}'`).join(', '))

/** Messages by the federation's admins to everybody at every site. */
export const announcements = pgTable(
  'announcements',
  {
    id: uuid().primaryKey(),
    severity: text({ enum: ANNOUNCEMENT_SEVERITIES }).notNull(),
    text: text().notNull(),
    from: instant().notNull(),
    until: instant(),
    endedAt: instant(),
    createdBy: uuid()
      .notNull()
      .references(() => admins.id),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    check('announcements_severity', sql`${t.severity} in (${SEVERITIES})`),
    check('announcements_span', sql`${t.until} is null or ${t.until} > ${t.from}`),
  ],
)

/** The one signed list of those in force and to come. */
export const announcementList = pgTable(
  'announcement_list',
  {
    only: smallint().primaryKey().default(1),
    version: integer().notNull(),
    documentSha256: text().notNull(),
    document: jsonb().$type<GeneralJws>().notNull(),
  },
  (t) => [check('announcement_list_only', sql`${t.only} = 1`)],
)
