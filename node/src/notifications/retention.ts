import { and, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { ERASED } from './fan-out-store.ts'
import type { InboxStore } from './inbox-store.ts'
import { SECRET_KINDS } from './kinds.ts'
import { mails } from './mail-schema.ts'
import { notificationEvents } from './schema.ts'
import { webhookDeliveries } from './webhook-schema.ts'

/** Logs of mails and calls are kept for so long, events themselves longer: an event that is gone could be told twice. */
const LOG_DAYS = 30
const EVENT_DAYS = 365
/** What opens an account is not kept longer than this, whatever it says of itself. */
const SECRET_DAYS = 7
const DAY_MS = 86_400_000

export interface RetentionDeps {
  readonly db: Db
  readonly inbox: InboxStore
  readonly inboxRetentionDays: number
  readonly now: () => Date
}

/** Removes what nobody needs any more. */
export function createRetention({ db, inbox, inboxRetentionDays, now }: RetentionDeps) {
  const before = (days: number) => new Date(now().getTime() - days * DAY_MS)
  const at = (time: Date) => sql`${time.toISOString()}::timestamptz`

  return async (): Promise<void> => {
    await db
      .update(notificationEvents)
      .set(ERASED)
      .where(
        and(
          inArray(notificationEvents.kind, [...SECRET_KINDS]),
          isNull(notificationEvents.secretsErasedAt),
          or(
            sql`${notificationEvents.at} < ${at(before(SECRET_DAYS))}`,
            sql`(${notificationEvents.data} ->> 'expiresAt')::timestamptz < ${at(now())}`,
          ),
        ),
      )
    const old = at(before(LOG_DAYS))
    await db.delete(mails).where(sql`${mails.endedAt} < ${old}`)
    await db.delete(webhookDeliveries).where(sql`${webhookDeliveries.endedAt} < ${old}`)
    await db
      .delete(notificationEvents)
      .where(
        and(
          isNotNull(notificationEvents.fannedOutAt),
          sql`${notificationEvents.at} < ${at(before(EVENT_DAYS))}`,
        ),
      )
    const oldest = before(inboxRetentionDays)
    for (const accountId of await inbox.listAccountsBefore(oldest)) {
      await inbox.removeBefore(accountId, oldest)
    }
  }
}
