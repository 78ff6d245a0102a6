import type { NotificationKind } from '@crosspanel/protocol/notification'
import type { MailState, TemplateTexts } from '@crosspanel/protocol/notification-admin'
import { and, desc, eq, exists, inArray, isNull, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import { ERASED } from './fan-out-store.ts'
import { mails, mailTemplates } from './mail-schema.ts'
import { SECRET_KINDS, type NotificationData } from './kinds.ts'
import { notificationEvents } from './schema.ts'

export type MailRow = typeof mails.$inferSelect
export type ClaimedMail = MailRow & { readonly data: NotificationData; readonly isErased: boolean }
export interface MailFacts {
  readonly waiting: number
  readonly oldestWaitingS: number | null
  readonly failed: number
  /** Of those, the ones that were given up within the last 24 hours. */
  readonly failedToday: number
}
export type MailEnd = 'sent' | 'unconfirmed' | 'failed'
export type TemplateRow = typeof mailTemplates.$inferSelect
export type MailStore = ReturnType<typeof createMailStore>

/** All times are the database's. */
export function createMailStore(db: Db) {
  return {
    /** Marks mails as being sent, before any server hears of them. */
    async claim(limit: number, leaseMs: number): Promise<ClaimedMail[]> {
      const due = db
        .select({ id: mails.id })
        .from(mails)
        .where(and(eq(mails.state, 'waiting'), sql`${mails.nextAttemptAt} <= now()`))
        .orderBy(mails.nextAttemptAt)
        .limit(limit)
        .for('update', { skipLocked: true })
      const rows = await db
        .update(mails)
        .set({
          state: 'sending',
          attempts: sql`${mails.attempts} + 1`,
          leaseToken: sql`gen_random_uuid()`,
          leaseUntil: sql`now() + make_interval(secs => ${leaseMs / 1000})`,
        })
        .where(inArray(mails.id, due))
        .returning()
      if (rows.length === 0) return []
      const events = await db
        .select()
        .from(notificationEvents)
        .where(
          inArray(
            notificationEvents.seq,
            rows.map(({ eventSeq }) => eventSeq),
          ),
        )
      const bySeq = new Map(events.map((event) => [event.seq, event]))
      return rows.map((row) => {
        const event = bySeq.get(row.eventSeq)
        const isErased = event === undefined || event.secretsErasedAt !== null
        return { ...row, data: event?.data ?? {}, isErased }
      })
    },

    /** Ends a mail; with it goes what its event held that opens an account, unless it may be sent again. */
    end(mail: MailRow, state: MailEnd, fault: string | null): Promise<void> {
      return db.transaction(async (tx) => {
        const [ended] = await tx
          .update(mails)
          .set({ ...RELEASED, state, lastFault: fault, nextAttemptAt: null, endedAt: sql`now()` })
          .where(isHeld(mail))
          .returning({ id: mails.id })
        if (ended === undefined || state === 'failed' || !SECRET_KINDS.includes(mail.kind)) return
        await tx
          .update(notificationEvents)
          .set(ERASED)
          .where(eq(notificationEvents.seq, mail.eventSeq))
      })
    },

    /** Puts a mail that was surely not taken back into the queue, or ends it when its time is over. */
    async putOff(mail: MailRow, waitMs: number, fault: string): Promise<void> {
      const isOver = sql`${mails.giveUpAt} <= now()`
      await db
        .update(mails)
        .set({
          ...RELEASED,
          state: sql`case when ${isOver} then 'failed' else 'waiting' end`,
          endedAt: sql`case when ${isOver} then now() end`,
          nextAttemptAt: sql`case when ${isOver} then null else now() + make_interval(secs => ${waitMs / 1000}) end`,
          lastFault: fault,
        })
        .where(isHeld(mail))
    },

    /** Of a process that died while it sent: the mail may be out, so it is not sent again. */
    async settleLost(): Promise<number> {
      const lost = await db
        .update(mails)
        .set({
          ...RELEASED,
          state: 'unconfirmed',
          lastFault: 'process-lost',
          nextAttemptAt: null,
          endedAt: sql`now()`,
        })
        .where(and(eq(mails.state, 'sending'), sql`${mails.leaseUntil} < now()`))
        .returning({ id: mails.id })
      return lost.length
    },

    list(state: MailState | undefined, after: Cursor | undefined, limit: number) {
      return db
        .select()
        .from(mails)
        .where(
          and(
            state === undefined ? undefined : eq(mails.state, state),
            after &&
              sql`(${mails.createdAt}, ${mails.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
          ),
        )
        .orderBy(desc(mails.createdAt), desc(mails.id))
        .limit(limit)
    },

    async find(id: string): Promise<MailRow | undefined> {
      const [row] = await db.select().from(mails).where(eq(mails.id, id))
      return row
    },

    /** Sends a mail that ended without being confirmed once more, while what it has to say is still there. */
    retry(id: string, actor: `account:${string}`): Promise<boolean> {
      return db.transaction(async (tx) => {
        const sendable = tx
          .select({ one: sql`1` })
          .from(notificationEvents)
          .where(
            and(
              eq(notificationEvents.seq, mails.eventSeq),
              isNull(notificationEvents.secretsErasedAt),
            ),
          )
        const again = await tx
          .update(mails)
          .set({
            state: 'waiting',
            nextAttemptAt: sql`now()`,
            giveUpAt: sql`now() + interval '3 days'`,
            endedAt: null,
          })
          .where(
            and(
              eq(mails.id, id),
              inArray(mails.state, ['failed', 'unconfirmed']),
              exists(sendable),
            ),
          )
          .returning({ id: mails.id })
        if (again.length === 0) return false
        await recordAudit(tx, { actor, action: 'mail.retried', object: `mail:${id}` })
        return true
      })
    },

    async facts(): Promise<MailFacts> {
      const [row] = await db
        .select({
          waiting: sql<number>`(count(*) filter (where ${mails.state} in ('waiting', 'sending')))::int`,
          oldestWaitingS: sql<
            number | null
          >`extract(epoch from now() - min(${mails.createdAt}) filter (where ${mails.state} in ('waiting', 'sending')))::float8`,
          failed: sql<number>`(count(*) filter (where ${mails.state} = 'failed'))::int`,
          failedToday: sql<number>`(count(*) filter (where ${mails.state} = 'failed' and ${mails.endedAt} > now() - interval '1 day'))::int`,
        })
        .from(mails)
        .where(inArray(mails.state, ['waiting', 'sending', 'failed']))
      return row ?? { waiting: 0, oldestWaitingS: null, failed: 0, failedToday: 0 }
    },

    listTemplates(): Promise<TemplateRow[]> {
      return db.select().from(mailTemplates)
    },

    putTemplate(
      kind: NotificationKind,
      texts: TemplateTexts,
      actor: `account:${string}`,
      updatedAt: Date,
    ): Promise<void> {
      return db.transaction(async (tx) => {
        const set = { ...texts, updatedAt }
        await tx
          .insert(mailTemplates)
          .values({ kind, ...set })
          .onConflictDoUpdate({ target: mailTemplates.kind, set })
        await recordAudit(tx, {
          actor,
          action: 'mail-template.changed',
          object: `template:${kind}`,
        })
      })
    },

    resetTemplate(kind: NotificationKind, actor: `account:${string}`): Promise<void> {
      return db.transaction(async (tx) => {
        await tx.delete(mailTemplates).where(eq(mailTemplates.kind, kind))
        await recordAudit(tx, { actor, action: 'mail-template.reset', object: `template:${kind}` })
      })
    },
  }
}

const RELEASED = { leaseToken: null, leaseUntil: null }

function isHeld({ id, leaseToken }: MailRow) {
  return and(eq(mails.id, id), eq(mails.state, 'sending'), eq(mails.leaseToken, leaseToken ?? ''))
}
