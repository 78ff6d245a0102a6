import { NOTIFICATION_KINDS } from '@crosspanel/protocol/notification'
import type { Told } from '@crosspanel/protocol/told'
import { sql } from 'drizzle-orm'
import {
  bigserial,
  customType,
  index,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

const instant = (name?: string) =>
  name === undefined ? timestamp({ withTimezone: true }) : timestamp(name, { withTimezone: true })
const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * What is to be told to whom, written in the transaction of what happened. Delivery takes it from here.
 * A key is told once for each kind and recipient.
 */
export const notificationEvents = pgTable(
  'notification_events',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    /** `account:<id>`, `site-admins`, `everyone` or `address:<e-mail>`. */
    recipient: text().notNull(),
    key: text().notNull(),
    data: jsonb().$type<Readonly<Record<string, string | number>>>().notNull(),
    /** What `seen` or `why` of the data is made of, where that is known. */
    told: jsonb().$type<Told>(),
    at: instant().notNull().defaultNow(),
    /** The last account that a message to many has been written for. */
    fannedOutTo: uuid('fanned_out_to'),
    /** When inbox rows, mails and webhook deliveries of everybody concerned were written. */
    fannedOutAt: instant('fanned_out_at'),
    /** When the link that opens an account was erased from `data`. */
    secretsErasedAt: instant('secrets_erased_at'),
  },
  (t) => [
    unique('notification_events_once').on(t.kind, t.recipient, t.key),
    index('notification_events_pending_idx')
      .on(t.seq)
      .where(sql`${t.fannedOutAt} is null`),
    index('notification_events_at_idx').on(t.at),
  ],
)

/** What open pages are to be shown, written in the transaction of the change. */
export const liveEvents = pgTable(
  'live_events',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    /** Rows become visible in the order of commits, not of `seq`: readers go by the transaction. */
    transaction: transactionId()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    topic: text().notNull(),
    type: text().notNull(),
    subject: text().notNull(),
    data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    at: instant().notNull().defaultNow(),
  },
  (t) => [
    index('live_events_at_idx').on(t.at),
    index('live_events_transaction_idx').on(t.transaction),
  ],
)
