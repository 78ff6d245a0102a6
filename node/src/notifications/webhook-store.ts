import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Cursor } from '../cursor.ts'
import type { Db, Tx } from '../db.ts'
import { recordAudit } from '../monitoring/audit.ts'
import type { Account } from '../users/account.ts'
import { webhookDeliveries, webhooks } from './webhook-schema.ts'

/** Lists go on after a time in milliseconds. */
const NOW_MS = sql`date_trunc('milliseconds', now())`
export type WebhookRow = typeof webhooks.$inferSelect
export type DeliveryRow = typeof webhookDeliveries.$inferSelect
export type WebhookStore = ReturnType<typeof createWebhookStore>

/** Changes of webhooks by people. The account that asks is part of every `where`. */
export function createWebhookStore(db: Db) {
  function change(
    account: Account,
    id: string,
    action: string,
    work: (tx: Tx) => Promise<WebhookRow[]>,
  ): Promise<WebhookRow | undefined> {
    return db.transaction(async (tx) => {
      const [row] = await work(tx)
      if (row === undefined) return undefined
      await recordAudit(tx, {
        actor: `account:${account.id}`,
        action,
        object: `webhook:${id}`,
        details: { scope: row.accountId === null ? 'site' : 'own' },
      })
      return row
    })
  }

  return {
    list(account: Account): Promise<WebhookRow[]> {
      return db
        .select()
        .from(webhooks)
        .where(isVisible(account))
        .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
    },

    async find(account: Account, id: string): Promise<WebhookRow | undefined> {
      const [row] = await db
        .select()
        .from(webhooks)
        .where(and(eq(webhooks.id, id), isVisible(account)))
      return row
    },

    async insert(account: Account, row: typeof webhooks.$inferInsert, max: number) {
      return change(account, row.id, 'webhook.created', async (tx) => {
        const owned = row.accountId
          ? eq(webhooks.accountId, row.accountId)
          : isNull(webhooks.accountId)
        const others = await tx.$count(webhooks, owned)
        return others >= max ? [] : tx.insert(webhooks).values(row).returning()
      })
    },

    update(account: Account, id: string, set: Partial<WebhookRow>, action: string) {
      return change(account, id, action, (tx) =>
        tx
          .update(webhooks)
          .set(set)
          .where(and(eq(webhooks.id, id), isVisible(account)))
          .returning(),
      )
    },

    remove(account: Account, id: string) {
      return change(account, id, 'webhook.removed', (tx) =>
        tx
          .delete(webhooks)
          .where(and(eq(webhooks.id, id), isVisible(account)))
          .returning(),
      )
    },

    async insertTest(row: { id: string; webhookId: string; body: string }): Promise<DeliveryRow> {
      const [delivery] = await db
        .insert(webhookDeliveries)
        .values({
          ...row,
          kind: 'test',
          state: 'waiting',
          nextAttemptAt: sql`now()`,
          // One attempt: who presses the button looks at its outcome.
          giveUpAt: sql`now()`,
          createdAt: NOW_MS,
        })
        .returning()
      if (delivery === undefined) throw new Error('no row for a test delivery')
      return delivery
    },

    listDeliveries(webhookId: string, after: Cursor | undefined, limit: number) {
      return db
        .select()
        .from(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.webhookId, webhookId),
            after &&
              sql`(${webhookDeliveries.createdAt}, ${webhookDeliveries.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
          ),
        )
        .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
        .limit(limit)
    },

    /** Sends deliveries that have ended again, under the ids that they had. Answers how many. */
    async replay(
      account: Account,
      webhookId: string,
      which: { readonly delivery: string } | { readonly since: Date },
    ): Promise<number> {
      return db.transaction(async (tx) => {
        const chosen =
          'delivery' in which
            ? eq(webhookDeliveries.id, which.delivery)
            : sql`${webhookDeliveries.createdAt} >= ${which.since.toISOString()}::timestamptz`
        const again = await tx
          .update(webhookDeliveries)
          .set({
            state: 'waiting',
            attempts: 0,
            nextAttemptAt: sql`now()`,
            giveUpAt: sql`now() + interval '3 days'`,
            endedAt: null,
          })
          .where(
            and(
              eq(webhookDeliveries.webhookId, webhookId),
              inArray(webhookDeliveries.state, ['delivered', 'failed']),
              chosen,
            ),
          )
          .returning({ id: webhookDeliveries.id })
        await recordAudit(tx, {
          actor: `account:${account.id}`,
          action: 'webhook.replayed',
          object: `webhook:${webhookId}`,
          details: { deliveries: again.length },
        })
        return again.length
      })
    },
  }
}

function isVisible(account: Account) {
  return or(
    eq(webhooks.accountId, account.id),
    account.role === 'site-admin' ? isNull(webhooks.accountId) : undefined,
  )
}
