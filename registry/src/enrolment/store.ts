import type { GeneralJws } from '@crosspanel/protocol/federation'
import type { EnrolmentFilter } from '@crosspanel/protocol/registry-api'
import { and, count, desc, eq, getTableColumns, gt, isNull, lte, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Db, Tx } from '../db.ts'
import { approvals, challenges, type DECISIONS, enrolments, invites } from './schema.ts'

export type EnrolmentStore = ReturnType<typeof createEnrolmentStore>
export type InviteRow = typeof invites.$inferSelect
export type EnrolmentRow = typeof enrolments.$inferSelect
export type ListedEnrolment = EnrolmentRow & { readonly emailDomain: string }

export interface NewEnrolment {
  readonly id: string
  readonly inviteId: string
  readonly siteId: string
  readonly organisation: string
  readonly siteName: string
  readonly url: string
  readonly contact: string
  readonly rootKid: string
  readonly statementSha256: string
  readonly statementSerial: number
  readonly statement: GeneralJws
  readonly submittedAt: Date
}

export interface Decision {
  readonly enrolmentId: string
  readonly adminId: string
  readonly decision: (typeof DECISIONS)[number]
  readonly decidedAt: Date
}

export function createEnrolmentStore(db: Db) {
  return {
    insertInvite(invite: Omit<InviteRow, 'usedAt' | 'withdrawnAt'>): Promise<void> {
      return db.transaction(async (tx) => {
        await tx.insert(invites).values(invite)
        await recordAudit(tx, {
          at: invite.createdAt,
          actor: `admin:${invite.createdBy}`,
          action: 'invite.created',
          object: `invite:${invite.id}`,
          details: { organisation: invite.organisation, emailDomain: invite.emailDomain },
        })
      })
    },

    async findInvite(tokenSha256: string): Promise<InviteRow | undefined> {
      const [row] = await db.select().from(invites).where(eq(invites.tokenSha256, tokenSha256))
      return row
    },

    /** Stores a challenge; those of the same invite that are too old go. */
    insertChallenge(
      challenge: Omit<typeof challenges.$inferInsert, 'usedAt'>,
      now: Date,
    ): Promise<void> {
      return db.transaction(async (tx) => {
        await tx
          .delete(challenges)
          .where(and(eq(challenges.inviteId, challenge.inviteId), lte(challenges.expiresAt, now)))
        await tx.insert(challenges).values(challenge)
      })
    },

    /** Uses a nonce up; what was sealed with it, or undefined when it is unknown, used or too old. */
    async takeChallenge(
      nonceSha256: string,
      inviteId: string,
      now: Date,
    ): Promise<{ encryptionKid: string; secretSha256: string } | undefined> {
      const [row] = await db
        .update(challenges)
        .set({ usedAt: now })
        .where(
          and(
            eq(challenges.nonceSha256, nonceSha256),
            eq(challenges.inviteId, inviteId),
            isNull(challenges.usedAt),
            gt(challenges.expiresAt, now),
          ),
        )
        .returning({
          encryptionKid: challenges.encryptionKid,
          secretSha256: challenges.secretSha256,
        })
      return row
    },

    /** Stores an enrolment and uses its invite up, or says what is in the way. */
    insert(
      enrolment: NewEnrolment,
      isMember: (tx: Tx, siteId: string) => Promise<boolean>,
    ): Promise<EnrolmentRow | 'invite-closed' | 'site-exists'> {
      const { inviteId, siteId, submittedAt: at } = enrolment
      return db.transaction(async (tx) => {
        if (await isMember(tx, siteId)) return 'site-exists'
        const used = await tx
          .update(invites)
          .set({ usedAt: at })
          .where(
            and(
              eq(invites.id, inviteId),
              isNull(invites.usedAt),
              isNull(invites.withdrawnAt),
              gt(invites.expiresAt, at),
            ),
          )
          .returning({ id: invites.id })
        if (used.length === 0) return 'invite-closed'
        const [row] = await tx
          .insert(enrolments)
          .values({ ...enrolment, state: 'pending' })
          .onConflictDoNothing()
          .returning()
        if (row === undefined) {
          // The invite stays good for another site id.
          await tx.update(invites).set({ usedAt: null }).where(eq(invites.id, inviteId))
          return 'site-exists'
        }
        await recordAudit(tx, {
          at,
          actor: `site:${siteId.slice('site:'.length)}`,
          action: 'enrolment.submitted',
          object: `enrolment:${row.id}`,
          details: { siteId, rootKid: row.rootKid, statementSha256: row.statementSha256 },
        })
        return row
      })
    },

    /** The enrolment that was made with an invite. */
    async findByInvite(inviteId: string): Promise<EnrolmentRow | undefined> {
      const [row] = await db.select().from(enrolments).where(eq(enrolments.inviteId, inviteId))
      return row
    },

    /** The enrolment, for whoever holds the invite it was made with. */
    async findForSite(id: string, inviteSha256: string): Promise<EnrolmentRow | undefined> {
      const [row] = await db
        .select({ enrolment: enrolments })
        .from(enrolments)
        .innerJoin(invites, eq(invites.id, enrolments.inviteId))
        .where(and(eq(enrolments.id, id), eq(invites.tokenSha256, inviteSha256)))
      return row?.enrolment
    },

    /** Newest first, from after the enrolment `before`, each with the domain that its invite is for. */
    list({ state, before, limit }: EnrolmentFilter): Promise<ListedEnrolment[]> {
      const isLater = sql`(${enrolments.submittedAt}, ${enrolments.id}) <
        (select submitted_at, id from enrolments where id = ${before})`
      return db
        .select({ ...getTableColumns(enrolments), emailDomain: invites.emailDomain })
        .from(enrolments)
        .innerJoin(invites, eq(invites.id, enrolments.inviteId))
        .where(
          and(
            state === undefined ? undefined : eq(enrolments.state, state),
            before === undefined ? undefined : isLater,
          ),
        )
        .orderBy(desc(enrolments.submittedAt), desc(enrolments.id))
        .limit(limit)
    },

    /** Reads an enrolment and holds its row, so that decisions follow one another. */
    async lock(tx: Tx, id: string): Promise<EnrolmentRow | undefined> {
      const [row] = await tx.select().from(enrolments).where(eq(enrolments.id, id)).for('update')
      return row
    },

    /** Records what one admin has decided; answers how many have decided the same. */
    async decide(tx: Tx, decision: Decision): Promise<number> {
      const { enrolmentId, decision: verdict } = decision
      await tx.insert(approvals).values(decision).onConflictDoNothing()
      const [row] = await tx
        .select({ admins: count() })
        .from(approvals)
        .where(and(eq(approvals.enrolmentId, enrolmentId), eq(approvals.decision, verdict)))
      return row?.admins ?? 0
    },

    /** Ends a pending enrolment; false when it is no longer pending. */
    async close(
      tx: Tx,
      id: string,
      end: Pick<EnrolmentRow, 'state' | 'decidedAt' | 'reason'>,
    ): Promise<boolean> {
      const closed = await tx
        .update(enrolments)
        .set(end)
        .where(and(eq(enrolments.id, id), eq(enrolments.state, 'pending')))
        .returning({ id: enrolments.id })
      return closed.length > 0
    },
  }
}
