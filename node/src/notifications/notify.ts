import type { NotificationKind } from '@crosspanel/protocol/notification'
import type { Told } from '@crosspanel/protocol/told'
import type { Db, Tx } from '../db.ts'
import { notificationEvents } from './schema.ts'

export interface Notification {
  readonly kind: NotificationKind
  readonly to: `account:${string}` | `address:${string}` | 'site-admins' | 'everyone'
  /** Names the occasion (`<job id>:<epoch>`): the same occasion is told to a recipient once. */
  readonly key: string
  /** What the texts of this kind are filled with. No sample id and no genotype. */
  readonly data: Readonly<Record<string, string | number>>
  /** What `seen` or `why` of the data is made of, for other languages. */
  readonly told?: Told | null
}

/** Leaves a notification for delivery, in the transaction of what it tells of. */
export async function notify(tx: Tx | Db, { to, ...notification }: Notification): Promise<void> {
  await tx
    .insert(notificationEvents)
    .values({ ...notification, recipient: to })
    .onConflictDoNothing()
}
