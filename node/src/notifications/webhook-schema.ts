import { NOTIFICATION_KINDS } from '@crosspanel/protocol/notification'
import type { Told } from '@crosspanel/protocol/told'
import { DELIVERY_STATES } from '@crosspanel/protocol/webhook'
import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from '../users/schema.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** An address that is called when something happens: of one account, or of the site when `account_id` is null. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: uuid().primaryKey(),
    accountId: uuid('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    url: text().notNull(),
    kinds: text({ enum: NOTIFICATION_KINDS }).array().notNull(),
    /** Signs what is sent, so it has to be readable here. */
    secret: text().notNull(),
    /** Signs as well until then, so that a receiver can change over without a gap. */
    previousSecret: text('previous_secret'),
    previousSecretUntil: instant('previous_secret_until'),
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
    disabledWhy: text('disabled_why'),
    /** What `disabledWhy` is made of. */
    disabledTold: jsonb('disabled_told').$type<Told>(),
  },
  (t) => [index('webhooks_account_idx').on(t.accountId)],
)

/** One call to one webhook, whose id stays the same however often it is sent. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: uuid().primaryKey(),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** Of `notification_events`; null for a test. */
    eventSeq: bigint('event_seq', { mode: 'number' }),
    kind: text({ enum: [...NOTIFICATION_KINDS, 'test'] }).notNull(),
    body: text().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    giveUpAt: instant('give_up_at').notNull(),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    lastStatus: integer('last_status'),
    lastFault: text('last_fault'),
    lastMs: integer('last_ms'),
    lastAt: instant('last_at'),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('webhook_deliveries_once').on(t.eventSeq, t.webhookId),
    index('webhook_deliveries_due_idx')
      .on(t.nextAttemptAt)
      .where(sql`${t.state} = 'waiting'`),
    index('webhook_deliveries_log_idx').on(t.webhookId, t.createdAt, t.id),
    index('webhook_deliveries_ended_idx').on(t.endedAt),
  ],
)
