import type { SiteReport } from '@crosspanel/protocol/report'
import {
  bigint,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import { members } from '../members/schema.ts'

const ofSite = () =>
  text()
    .notNull()
    .references(() => members.siteId)

/** What each site has told last of itself. */
export const siteReports = pgTable('site_reports', {
  siteId: ofSite().primaryKey(),
  serial: bigint({ mode: 'number' }).notNull(),
  receivedAt: timestamp({ withTimezone: true }).notNull(),
  /** The site's clock minus ours when the report came, seconds. */
  clockOffsetS: doublePrecision().notNull(),
  report: jsonb().$type<Omit<SiteReport, 'activity'>>().notNull(),
  /** The last day that the site has told the activity of. */
  activityUntil: date(),
})

/** Runs that ended at a host site, by day and panel, as the site told of them: `null` stands for a small number. */
export const siteActivity = pgTable(
  'site_activity',
  {
    siteId: ofSite(),
    day: date().notNull(),
    panelId: text().notNull(),
    runs: integer(),
    failed: integer(),
    medianWaitS: doublePrecision(),
    samples: bigint({ mode: 'number' }),
  },
  (t) => [primaryKey({ columns: [t.siteId, t.day, t.panelId] })],
)

/**
 * In how many five-minute slots of a day, UTC, something was heard of: of a site, or of the registry
 * itself, without which nothing is known of a site's silence.
 */
export const watchDays = pgTable(
  'watch_days',
  {
    /** A site id, or `registry`. */
    subject: text().notNull(),
    day: date().notNull(),
    slots: integer().notNull(),
    notReadySlots: integer().notNull(),
    /** Five minutes since 1970. */
    lastSlot: integer().notNull(),
    lastNotReadySlot: integer(),
  },
  (t) => [primaryKey({ columns: [t.subject, t.day] })],
)
