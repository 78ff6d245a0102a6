import { ANNOUNCEMENT_ISSUERS, ANNOUNCEMENT_SEVERITIES } from '@crosspanel/protocol/announcement'
import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../users/schema.ts'

const instant = () => timestamp({ withTimezone: true })
const SEVERITIES = sql.raw(ANNOUNCEMENT_SEVERITIES.map((word) => `'${word}'`).join(', '))

/** Messages by administrators, the site's or the federation's, to everybody who has an account at this site. */
export const announcements = pgTable(
  'announcements',
  {
    id: uuid().primaryKey(),
    issuer: text({ enum: ANNOUNCEMENT_ISSUERS }).notNull().default('site'),
    severity: text({ enum: ANNOUNCEMENT_SEVERITIES }).notNull(),
    text: text().notNull(),
    from: instant().notNull(),
    until: instant(),
    endedAt: instant(),
    createdBy: uuid().references(() => accounts.id, { onDelete: 'set null' }),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** When pages and people were told; null until it begins. */
    toldAt: instant(),
  },
  (t) => [
    index('announcements_from_idx').on(t.from.desc(), t.id.desc()),
    index('announcements_untold_idx')
      .on(t.from)
      .where(sql`${t.toldAt} is null and ${t.endedAt} is null`),
    check('announcements_severity', sql`${t.severity} in (${SEVERITIES})`),
    check('announcements_issuer', sql`${t.issuer} in ('site', 'federation')`),
    check('announcements_span', sql`${t.until} is null or ${t.until} > ${t.from}`),
  ],
)
export type AnnouncementRow = typeof announcements.$inferSelect

/** Which of the federation's lists was taken last, so that no older one takes its place. */
export const federationAnnouncements = pgTable(
  'federation_announcements',
  {
    id: smallint().primaryKey().default(1),
    version: integer().notNull(),
    takenAt: instant().notNull(),
  },
  (t) => [check('federation_announcements_one_row', sql`${t.id} = 1`)],
)
