import { eq, inArray, or } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { inboxCounts, inboxItems, notificationPreferences } from './inbox-schema.ts'
import { mails } from './mail-schema.ts'
import { notificationEvents } from './schema.ts'
import { webhooks } from './webhook-schema.ts'

/** Deletes what was told or is to be told to a person who is deleted, and how they wanted to be told. */
export function forgetNotifications(
  db: Db,
  { id, email }: { readonly id: string; readonly email: string },
): Promise<void> {
  return db.transaction(async (tx) => {
    for (const table of [inboxItems, inboxCounts, notificationPreferences, webhooks]) {
      await tx.delete(table).where(eq(table.accountId, id))
    }
    await tx.delete(mails).where(or(eq(mails.accountId, id), eq(mails.address, email)))
    await tx
      .delete(notificationEvents)
      .where(inArray(notificationEvents.recipient, [`account:${id}`, `address:${email}`]))
  })
}
