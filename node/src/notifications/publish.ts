import type { Db, Tx } from '../db.ts'
import { liveEvents } from './schema.ts'

export interface LiveEvent {
  /** Who may see it: one account, the administrators of this site, or everybody who is logged in. */
  readonly topic: `account:${string}` | 'site-admins' | 'everyone'
  readonly type:
    'job' | 'run' | 'panel' | 'peer' | 'file' | 'alert' | 'notification' | 'queue' | 'site'
  /** Id of what has changed. */
  readonly subject: string
  /** The fields that have changed, named as in the API's view of it. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Leaves a change for the pages that show it, in the transaction that makes it. */
export async function publish(tx: Tx | Db, event: LiveEvent): Promise<void> {
  await tx.insert(liveEvents).values(event)
}
