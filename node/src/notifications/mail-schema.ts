import { NOTIFICATION_KINDS } from '@crosspanel/protocol/notification'
import { MAIL_STATES } from '@crosspanel/protocol/notification-admin'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { accounts } from '../users/schema.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/**
 * One mail to one address. It is `sending` before the server hears of it: a process that dies then
 * may have sent it, so it becomes `unconfirmed` and is not sent again by itself.
 */
export const mails = pgTable(
  'mails',
  {
    id: uuid().primaryKey(),
    /** Of `notification_events`: the texts are filled from there when the mail goes out. */
    eventSeq: bigint('event_seq', { mode: 'number' }).notNull(),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    /** Null for somebody who is known by address only. */
    accountId: uuid('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    name: text().notNull(),
    state: text({ enum: MAIL_STATES }).notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    giveUpAt: instant('give_up_at').notNull(),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    /** Why the last attempt failed: a code and a reply number, never the server's words. */
    lastFault: text('last_fault'),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('mails_once').on(t.eventSeq, t.address),
    index('mails_due_idx')
      .on(t.nextAttemptAt)
      .where(sql`${t.state} = 'waiting'`),
    index('mails_sending_idx')
      .on(t.leaseUntil)
      .where(sql`${t.state} = 'sending'`),
    index('mails_state_idx').on(t.state, t.createdAt, t.id),
    index('mails_ended_idx').on(t.endedAt),
    index('mails_account_idx').on(t.accountId),
  ],
)

/** Texts that an administrator has put in the place of the built-in ones. */
export const mailTemplates = pgTable('mail_templates', {
  kind: text({ enum: NOTIFICATION_KINDS }).primaryKey(),
  subject: text().notNull(),
  text: text().notNull(),
  html: text().notNull(),
  updatedAt: instant('updated_at').notNull(),
})
