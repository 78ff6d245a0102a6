import { NOTIFICATION_CHANNELS, NOTIFICATION_KINDS } from '@crosspanel/protocol/notification'
import type { Told } from '@crosspanel/protocol/told'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
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

/** What an account is told of in its inbox. */
export const inboxItems = pgTable(
  'inbox_items',
  {
    id: uuid().primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** Of `notification_events`, whose rows go sooner. */
    eventSeq: bigint('event_seq', { mode: 'number' }).notNull(),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    data: jsonb().$type<Readonly<Record<string, string | number>>>().notNull(),
    /** What `seen` or `why` of the data is made of, where that is known. */
    told: jsonb().$type<Told>(),
    at: instant('at').notNull(),
    readAt: instant('read_at'),
  },
  (t) => [
    unique('inbox_items_once').on(t.eventSeq, t.accountId),
    index('inbox_items_account_idx').on(t.accountId, t.at, t.id),
    index('inbox_items_unread_idx')
      .on(t.accountId, t.at, t.id)
      .where(sql`${t.readAt} is null`),
    index('inbox_items_at_idx').on(t.at),
  ],
)

/** Changed in the transaction that adds, reads or removes items, so that no page has to count them. */
export const inboxCounts = pgTable(
  'inbox_counts',
  {
    accountId: uuid('account_id')
      .primaryKey()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    unread: integer().notNull(),
  },
  (t) => [check('inbox_counts_unread', sql`${t.unread} >= 0`)],
)

/** What an account has chosen; the defaults of a kind hold where there is no row. */
export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    channel: text({ enum: NOTIFICATION_CHANNELS }).notNull(),
    isOn: boolean('is_on').notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.kind, t.channel] })],
)
