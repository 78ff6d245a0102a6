import { sql } from 'drizzle-orm'
import type { LivePatchType } from '@crosspanel/protocol/live'
import type { Db, Tx } from '../db.ts'
import { liveEvents } from './schema.ts'

export interface LiveEvent {
  /** Who may see it: one account, the administrators of this site, or everybody who is logged in. */
  readonly topic: `account:${string}` | 'site-admins' | 'everyone'
  readonly type: LivePatchType
  /** Id of what has changed. */
  readonly subject: string
  /** The fields that have changed, named as in the API's view of it. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Where the database tells every process of the site that there is something to read. */
export const LIVE_CHANNEL = 'crosspanel_live'

/**
 * Leaves a change for the pages that show it, in the transaction that makes it. Readers are woken
 * when that is committed, by the same statement: a round trip of its own would cost every change.
 */
export async function publish(tx: Tx | Db, event: LiveEvent): Promise<void> {
  const { topic, type, subject, data } = event
  await tx.execute(sql`
    with event as (
      insert into ${liveEvents} (topic, type, subject, data)
      values (${topic}, ${type}, ${subject}, ${JSON.stringify(data)}::jsonb)
    ) select pg_notify(${LIVE_CHANNEL}, '')`)
}
