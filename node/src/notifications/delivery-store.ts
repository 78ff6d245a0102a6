import { type Sight, sight } from '@crosspanel/protocol/sights'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db.ts'
import { notify } from './notify.ts'
import type { WebhookAnswer } from './webhook-sender.ts'
import { webhookDeliveries, webhooks } from './webhook-schema.ts'
import type { DeliveryRow, WebhookRow } from './webhook-store.ts'

export interface ClaimedDelivery {
  readonly delivery: DeliveryRow
  readonly webhook: WebhookRow
}
export type DeliveryStore = ReturnType<typeof createDeliveryStore>

/** Leases of calls to webhooks. All times are the database's. */
export function createDeliveryStore(db: Db) {
  return {
    /** Takes the call that has waited longest, of a webhook that no other call is under way to: a slow receiver holds up its own only. */
    async claim(leaseMs: number): Promise<ClaimedDelivery | undefined> {
      const due = db
        .select({ id: webhookDeliveries.id })
        .from(webhookDeliveries)
        .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
        .where(
          and(
            eq(webhookDeliveries.state, 'waiting'),
            isNull(webhooks.disabledAt),
            sql`${webhookDeliveries.nextAttemptAt} <= now()`,
            sql`not exists (select 1 from ${webhookDeliveries} as other
              where other.webhook_id = ${webhooks.id} and other.state = 'waiting' and other.lease_until >= now())`,
          ),
        )
        .orderBy(webhookDeliveries.nextAttemptAt)
        .limit(1)
        .for('update', { of: webhookDeliveries, skipLocked: true })
      const [delivery] = await db
        .update(webhookDeliveries)
        .set({
          leaseToken: sql`gen_random_uuid()`,
          leaseUntil: sql`now() + make_interval(secs => ${leaseMs / 1000})`,
          attempts: sql`${webhookDeliveries.attempts} + 1`,
        })
        .where(inArray(webhookDeliveries.id, due))
        .returning()
      if (delivery === undefined) return undefined
      const [webhook] = await db.select().from(webhooks).where(eq(webhooks.id, delivery.webhookId))
      return webhook && { delivery, webhook }
    },

    async delivered(delivery: DeliveryRow, answer: WebhookAnswer): Promise<void> {
      await db
        .update(webhookDeliveries)
        .set({ ...ENDED, ...lastOf(answer), state: 'delivered' })
        .where(isHeld(delivery))
    },

    /** Puts the call off, or gives it up when its time is over; then its webhook is switched off. */
    failed(
      { delivery, webhook }: ClaimedDelivery,
      answer: WebhookAnswer,
      { waitMs, isFinal }: { waitMs: number; isFinal: boolean },
    ): Promise<void> {
      return db.transaction(async (tx) => {
        const [row] = await tx
          .update(webhookDeliveries)
          .set({
            ...lastOf(answer),
            leaseToken: null,
            leaseUntil: null,
            nextAttemptAt: sql`now() + make_interval(secs => ${waitMs / 1000})`,
          })
          .where(isHeld(delivery))
          .returning({ isOver: sql<boolean>`${webhookDeliveries.giveUpAt} <= now()` })
        if (row === undefined || !(row.isOver || isFinal)) return
        await tx
          .update(webhookDeliveries)
          .set({ ...ENDED, state: 'failed' })
          .where(eq(webhookDeliveries.id, delivery.id))
        if (delivery.kind !== 'test') await disable(tx, webhook, whyOf(answer, isFinal))
      })
    },

    async facts(): Promise<{ waiting: number; oldestWaitingS: number | null }> {
      const [row] = await db
        .select({
          waiting: sql<number>`count(*)::int`,
          oldestWaitingS: sql<
            number | null
          >`extract(epoch from now() - min(${webhookDeliveries.createdAt}))::float8`,
        })
        .from(webhookDeliveries)
        .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
        .where(and(eq(webhookDeliveries.state, 'waiting'), isNull(webhooks.disabledAt)))
      return row ?? { waiting: 0, oldestWaitingS: null }
    },
  }
}

const ENDED = {
  leaseToken: null,
  leaseUntil: null,
  nextAttemptAt: null,
  endedAt: sql`now()`,
}

function lastOf({ status, fault, durationMs }: WebhookAnswer) {
  return { lastStatus: status, lastFault: fault, lastMs: durationMs, lastAt: sql`now()` }
}

function whyOf({ status, fault }: WebhookAnswer, isFinal: boolean): Sight {
  if (isFinal) return sight('webhook.gone')
  return status === null
    ? sight('webhook.fault', { fault: String(fault) })
    : sight('webhook.status', { status })
}

/** Switched off once; what waits for it fails, and can be replayed. */
async function disable(tx: Tx, webhook: WebhookRow, [why, told]: Sight): Promise<void> {
  const [row] = await tx
    .update(webhooks)
    .set({ disabledAt: sql`now()`, disabledWhy: why, disabledTold: told })
    .where(and(eq(webhooks.id, webhook.id), isNull(webhooks.disabledAt)))
    .returning()
  if (row?.disabledAt == null) return
  await tx
    .update(webhookDeliveries)
    .set({ ...ENDED, state: 'failed' })
    .where(and(eq(webhookDeliveries.webhookId, row.id), eq(webhookDeliveries.state, 'waiting')))
  await notify(tx, {
    kind: 'webhook-disabled',
    to: row.accountId === null ? 'site-admins' : `account:${row.accountId}`,
    key: `${row.id}:${row.disabledAt.toISOString()}`,
    data: { webhookId: row.id, webhookName: row.name, why },
    told,
  })
}

function isHeld({ id, leaseToken }: DeliveryRow) {
  return and(
    eq(webhookDeliveries.id, id),
    eq(webhookDeliveries.state, 'waiting'),
    eq(webhookDeliveries.leaseToken, leaseToken ?? ''),
  )
}
