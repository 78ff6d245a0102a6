import type { NotificationChannel, NotificationKind } from '@crosspanel/protocol/notification'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db, Tx } from '../db.ts'
import { inboxCounts, inboxItems, notificationPreferences } from './inbox-schema.ts'
import { publish } from './publish.ts'

export type InboxRow = typeof inboxItems.$inferSelect
export type PreferenceRow = typeof notificationPreferences.$inferSelect
export type InboxStore = ReturnType<typeof createInboxStore>

export function createInboxStore(db: Db) {
  /** Locks the account's count first, so that changes of one inbox come one after the other. */
  function changeCounted(
    accountId: string,
    work: (tx: Tx) => Promise<{ readonly found: boolean; readonly fewer: number }>,
  ): Promise<boolean> {
    return db.transaction(async (tx) => {
      await tx.select().from(inboxCounts).where(eq(inboxCounts.accountId, accountId)).for('update')
      const { found, fewer } = await work(tx)
      if (fewer > 0) await lowerCount(tx, accountId, fewer)
      return found
    })
  }

  return {
    list(
      accountId: string,
      { isUnread, after, limit }: { isUnread: boolean; after: Cursor | undefined; limit: number },
    ): Promise<InboxRow[]> {
      return db
        .select()
        .from(inboxItems)
        .where(
          and(
            eq(inboxItems.accountId, accountId),
            isUnread ? isNull(inboxItems.readAt) : undefined,
            after &&
              sql`(${inboxItems.at}, ${inboxItems.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
          ),
        )
        .orderBy(desc(inboxItems.at), desc(inboxItems.id))
        .limit(limit)
    },

    async countUnread(accountId: string, reader: Db | Tx = db): Promise<number> {
      const [row] = await reader
        .select({ unread: inboxCounts.unread })
        .from(inboxCounts)
        .where(eq(inboxCounts.accountId, accountId))
      return row?.unread ?? 0
    },

    /** Whether there is such an item of this account, read before or now. */
    markRead(accountId: string, id: string, now: Date): Promise<boolean> {
      const isIt = and(eq(inboxItems.id, id), eq(inboxItems.accountId, accountId))
      return changeCounted(accountId, async (tx) => {
        const read = await tx
          .update(inboxItems)
          .set({ readAt: now })
          .where(and(isIt, isNull(inboxItems.readAt)))
          .returning({ id: inboxItems.id })
        const found = read.length > 0 || (await tx.$count(inboxItems, isIt)) > 0
        return { found, fewer: read.length }
      })
    },

    async markAllRead(accountId: string, now: Date): Promise<void> {
      await changeCounted(accountId, async (tx) => {
        const read = await tx
          .update(inboxItems)
          .set({ readAt: now })
          .where(and(eq(inboxItems.accountId, accountId), isNull(inboxItems.readAt)))
          .returning({ id: inboxItems.id })
        return { found: true, fewer: read.length }
      })
    },

    remove(accountId: string, id: string): Promise<boolean> {
      return changeCounted(accountId, async (tx) => {
        const gone = await tx
          .delete(inboxItems)
          .where(and(eq(inboxItems.id, id), eq(inboxItems.accountId, accountId)))
          .returning({ readAt: inboxItems.readAt })
        const fewer = gone.filter(({ readAt }) => readAt === null).length
        return { found: gone.length > 0, fewer }
      })
    },

    /** Accounts that have items from before `time`. */
    async listAccountsBefore(time: Date): Promise<string[]> {
      const rows = await db
        .selectDistinct({ accountId: inboxItems.accountId })
        .from(inboxItems)
        .where(sql`${inboxItems.at} < ${time.toISOString()}::timestamptz`)
      return rows.map(({ accountId }) => accountId)
    },

    async removeBefore(accountId: string, time: Date): Promise<void> {
      await changeCounted(accountId, async (tx) => {
        const gone = await tx
          .delete(inboxItems)
          .where(
            and(
              eq(inboxItems.accountId, accountId),
              sql`${inboxItems.at} < ${time.toISOString()}::timestamptz`,
            ),
          )
          .returning({ readAt: inboxItems.readAt })
        return { found: true, fewer: gone.filter(({ readAt }) => readAt === null).length }
      })
    },

    listPreferences(accountId: string): Promise<PreferenceRow[]> {
      return db
        .select()
        .from(notificationPreferences)
        .where(eq(notificationPreferences.accountId, accountId))
    },

    async setPreferences(
      accountId: string,
      kind: NotificationKind,
      choices: readonly { channel: NotificationChannel; isOn: boolean }[],
    ): Promise<void> {
      if (choices.length === 0) return
      await db
        .insert(notificationPreferences)
        .values(choices.map((choice) => ({ accountId, kind, ...choice })))
        .onConflictDoUpdate({
          target: [
            notificationPreferences.accountId,
            notificationPreferences.kind,
            notificationPreferences.channel,
          ],
          set: { isOn: sql`excluded.is_on` },
        })
    },
  }
}

async function lowerCount(tx: Tx, accountId: string, fewer: number): Promise<void> {
  const [count] = await tx
    .update(inboxCounts)
    .set({ unread: sql`${inboxCounts.unread} - ${fewer}` })
    .where(eq(inboxCounts.accountId, accountId))
    .returning()
  await publish(tx, {
    topic: `account:${accountId}`,
    type: 'notification',
    subject: accountId,
    data: { unread: count?.unread ?? 0 },
  })
}
