import type { InvitePage } from '@crosspanel/protocol/registry-api'
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Db } from '../db.ts'
import { invites } from './schema.ts'
import type { InviteRow } from './store.ts'

export type InviteStore = ReturnType<typeof createInviteStore>

export function createInviteStore(db: Db) {
  return {
    /** Newest first, from after the invite `before`. */
    list({ before, limit }: InvitePage): Promise<InviteRow[]> {
      const isLater = sql`(${invites.createdAt}, ${invites.id}) <
        (select created_at, id from invites where id = ${before})`
      return db
        .select()
        .from(invites)
        .where(before === undefined ? undefined : isLater)
        .orderBy(desc(invites.createdAt), desc(invites.id))
        .limit(limit)
    },

    async find(id: string): Promise<InviteRow | undefined> {
      const [row] = await db.select().from(invites).where(eq(invites.id, id))
      return row
    },

    /** Makes an open invite let nobody in any more; false when it is not open. */
    withdraw(id: string, adminId: string, at: Date): Promise<boolean> {
      return db.transaction(async (tx) => {
        const withdrawn = await tx
          .update(invites)
          .set({ withdrawnAt: at })
          .where(
            and(
              eq(invites.id, id),
              isNull(invites.usedAt),
              isNull(invites.withdrawnAt),
              gt(invites.expiresAt, at),
            ),
          )
          .returning({ id: invites.id })
        if (withdrawn.length === 0) return false
        const actor = `admin:${adminId}` as const
        await recordAudit(tx, { at, actor, action: 'invite.withdrawn', object: `invite:${id}` })
        return true
      })
    },
  }
}
