import type { NotificationChannel, NotificationKind } from '@crosspanel/protocol/notification'
import { and, arrayContains, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import type { Recipient } from '../users/recipients.ts'
import { inboxCounts, inboxItems, notificationPreferences } from './inbox-schema.ts'
import { SECRET_FIELD } from './kinds.ts'
import { mails } from './mail-schema.ts'
import { publish } from './publish.ts'
import { notificationEvents } from './schema.ts'
import { webhookDeliveries, webhooks } from './webhook-schema.ts'

/** Lists go on after a time in milliseconds. */
const NOW_MS = sql`date_trunc('milliseconds', now())`
/** Mails and webhook calls are tried for so long. */
const GIVE_UP = sql`now() + interval '3 days'`

export type EventRow = typeof notificationEvents.$inferSelect
export type FanOutStore = ReturnType<typeof createFanOutStore>

export function createFanOutStore(db: Db, newId: () => string) {
  return {
    transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      return db.transaction(work)
    },

    /** The oldest event that no other process is at, locked until the transaction ends. */
    async takeEvent(tx: Tx): Promise<EventRow | undefined> {
      const [event] = await tx
        .select()
        .from(notificationEvents)
        .where(isNull(notificationEvents.fannedOutAt))
        .orderBy(asc(notificationEvents.seq))
        .limit(1)
        .for('update', { skipLocked: true })
      return event
    },

    async endPage(
      tx: Tx,
      seq: number,
      { next, eraseSecrets }: { next: string | undefined; eraseSecrets: boolean },
    ): Promise<void> {
      await tx
        .update(notificationEvents)
        .set({
          ...(next === undefined ? { fannedOutAt: sql`now()` } : { fannedOutTo: next }),
          ...(eraseSecrets ? ERASED : {}),
        })
        .where(eq(notificationEvents.seq, seq))
    },

    /** What each of the accounts has chosen for the kind, undefined where it has not. */
    async preferencesOf(tx: Tx, kind: NotificationKind, accountIds: readonly string[]) {
      const rows =
        accountIds.length === 0
          ? []
          : await tx
              .select()
              .from(notificationPreferences)
              .where(
                and(
                  eq(notificationPreferences.kind, kind),
                  inArray(notificationPreferences.accountId, [...accountIds]),
                ),
              )
      const chosen = new Map(rows.map((row) => [`${row.accountId} ${row.channel}`, row.isOn]))
      return (accountId: string, channel: NotificationChannel) =>
        chosen.get(`${accountId} ${channel}`)
    },

    /** Adds the items that are not there yet, counts them as unread, and tells open pages. */
    async addInboxItems(tx: Tx, event: EventRow, recipients: readonly Recipient[]): Promise<void> {
      if (recipients.length === 0) return
      const { seq: eventSeq, kind, data, told, at } = event
      const added = await tx
        .insert(inboxItems)
        .values(
          recipients.map(({ id: accountId }) => ({
            id: newId(),
            accountId,
            eventSeq,
            kind,
            data,
            told,
            at,
          })),
        )
        .onConflictDoNothing()
        .returning({ id: inboxItems.id, accountId: inboxItems.accountId })
      if (added.length === 0) return
      const counted = await tx
        .insert(inboxCounts)
        .values(added.map(({ accountId }) => ({ accountId, unread: 1 })))
        .onConflictDoUpdate({
          target: inboxCounts.accountId,
          set: { unread: sql`${inboxCounts.unread} + 1` },
        })
        .returning()
      const unread = new Map(counted.map((row) => [row.accountId, row.unread]))
      for (const { id, accountId } of added) {
        await publish(tx, {
          topic: `account:${accountId}`,
          type: 'notification',
          subject: id,
          data: { kind, at: at.toISOString(), unread: unread.get(accountId) ?? 0 },
        })
      }
    },

    async addMails(
      tx: Tx,
      { seq: eventSeq, kind, data }: EventRow,
      recipients: readonly { accountId: string | null; address: string; name: string }[],
    ): Promise<void> {
      if (recipients.length === 0) return
      const expiresAt = data['expiresAt'] ?? null
      await tx
        .insert(mails)
        .values(
          recipients.map((recipient) => ({
            ...recipient,
            id: newId(),
            eventSeq,
            kind,
            state: 'waiting' as const,
            nextAttemptAt: sql`now()`,
            // A link that works no more is not worth a mail.
            giveUpAt:
              data[SECRET_FIELD] === undefined
                ? GIVE_UP
                : sql`least(${GIVE_UP}, ${expiresAt}::timestamptz)`,
            createdAt: NOW_MS,
          })),
        )
        .onConflictDoNothing()
    },

    /** A webhook of an account is for what the account is told of; one of the site for everything, once. */
    async addDeliveries(
      tx: Tx,
      { seq: eventSeq, kind }: EventRow,
      recipients: readonly Recipient[],
      { isFirst, body }: { isFirst: boolean; body: string },
    ): Promise<void> {
      const ids = recipients.map(({ id }) => id)
      const hooks = await tx
        .select({ id: webhooks.id })
        .from(webhooks)
        .where(
          and(
            isNull(webhooks.disabledAt),
            arrayContains(webhooks.kinds, [kind]),
            or(
              ids.length === 0 ? undefined : inArray(webhooks.accountId, ids),
              isFirst ? isNull(webhooks.accountId) : undefined,
            ) ?? sql`false`,
          ),
        )
      if (hooks.length === 0) return
      await tx
        .insert(webhookDeliveries)
        .values(
          hooks.map(({ id: webhookId }) => ({
            id: newId(),
            webhookId,
            eventSeq,
            kind,
            body,
            state: 'waiting' as const,
            nextAttemptAt: sql`now()`,
            giveUpAt: GIVE_UP,
            createdAt: NOW_MS,
          })),
        )
        .onConflictDoNothing()
    },
  }
}

/** Takes what opens an account out of an event. */
export const ERASED = {
  data: sql`${notificationEvents.data} - ${SECRET_FIELD}::text`,
  secretsErasedAt: sql`now()`,
}
