import { refusal } from '@crosspanel/protocol/refusals'
import { randomBytes } from 'node:crypto'
import { DomainError } from '@crosspanel/protocol/problem'
import type {
  ChangeWebhook,
  CreateWebhook,
  DeliveryList,
  DeliveryView,
  WebhookView,
  WebhookWithSecret,
} from '@crosspanel/protocol/webhook'
import { pageOf, readCursor } from '../cursor.ts'
import type { Account } from '../users/account.ts'
import { wordsOfFault } from './delivery-faults.ts'
import { checkWebhookUrl, type WebhookPolicy } from './webhook-address.ts'
import type { DeliveryRow, WebhookRow, WebhookStore } from './webhook-store.ts'

const SECRET_BYTES = 32
const OVERLAP_MS = 24 * 3_600_000
/** Of one account, or of the site. */
const WEBHOOKS_MAX = 20

export interface WebhookServiceDeps {
  readonly store: WebhookStore
  readonly policy: WebhookPolicy
  readonly wake: () => void
  readonly newId: () => string
  readonly now: () => Date
}
export type WebhookService = ReturnType<typeof createWebhookService>

export function createWebhookService({ store, policy, wake, newId, now }: WebhookServiceDeps) {
  async function requireOwned(account: Account, id: string): Promise<WebhookRow> {
    return required(await store.find(account, id))
  }

  return {
    async create(account: Account, request: CreateWebhook): Promise<WebhookWithSecret> {
      const { name, kinds, scope } = request
      if (scope === 'site' && account.role !== 'site-admin') {
        throw refusal('forbidden.site-webhooks')
      }
      const row = await store.insert(
        account,
        {
          id: newId(),
          accountId: scope === 'site' ? null : account.id,
          name,
          url: checkWebhookUrl(request.url, policy),
          kinds: [...new Set(kinds)],
          secret: newSecret(),
          createdAt: now(),
        },
        WEBHOOKS_MAX,
      )
      if (row === undefined) {
        throw refusal('webhook-limit-reached', { params: { webhooks: WEBHOOKS_MAX } })
      }
      return { ...viewOf(row, now()), secret: row.secret }
    },

    async list(account: Account): Promise<WebhookView[]> {
      return (await store.list(account)).map((row) => viewOf(row, now()))
    },

    async get(account: Account, id: string): Promise<WebhookView> {
      return viewOf(await requireOwned(account, id), now())
    },

    async change(account: Account, id: string, request: ChangeWebhook): Promise<WebhookView> {
      const { name, kinds, isEnabled } = request
      const url = checkWebhookUrl(request.url, policy)
      const before = await requireOwned(account, id)
      const state = isEnabled
        ? { disabledAt: null, disabledWhy: null, disabledTold: null }
        : { disabledAt: before.disabledAt ?? now() }
      const set = { name, url, kinds: [...new Set(kinds)], ...state }
      return viewOf(required(await store.update(account, id, set, 'webhook.changed')), now())
    },

    async remove(account: Account, id: string): Promise<void> {
      required(await store.remove(account, id))
    },

    /** For a day, what is sent is signed with the old secret, too. */
    async rotateSecret(account: Account, id: string): Promise<WebhookWithSecret> {
      const { secret: previousSecret } = await requireOwned(account, id)
      const secret = newSecret()
      const previousSecretUntil = new Date(now().getTime() + OVERLAP_MS)
      const set = { secret, previousSecret, previousSecretUntil }
      const row = required(await store.update(account, id, set, 'webhook.secret-rotated'))
      return { ...viewOf(row, now()), secret }
    },

    async test(account: Account, id: string): Promise<DeliveryView> {
      const webhook = await requireOwned(account, id)
      if (webhook.disabledAt !== null) {
        throw new DomainError('webhook-disabled')
      }
      const body = JSON.stringify({ type: 'test', timestamp: now().toISOString(), data: {} })
      const delivery = await store.insertTest({ id: newId(), webhookId: id, body })
      wake()
      return deliveryViewOf(delivery)
    },

    async listDeliveries(
      account: Account,
      id: string,
      { after, limit }: { after?: string | undefined; limit: number },
    ): Promise<DeliveryList> {
      await requireOwned(account, id)
      const rows = await store.listDeliveries(id, readCursor(after), limit + 1)
      const { page, next } = pageOf(rows, limit, ({ createdAt: at, id: row }) => ({ at, id: row }))
      return { deliveries: page.map(deliveryViewOf), next }
    },

    async replay(account: Account, id: string, delivery: string): Promise<void> {
      await requireOwned(account, id)
      const count = await store.replay(account, id, { delivery })
      if (count === 0) {
        throw new DomainError('delivery-not-found')
      }
      wake()
    },

    async replaySince(account: Account, id: string, since: Date): Promise<{ deliveries: number }> {
      await requireOwned(account, id)
      const deliveries = await store.replay(account, id, { since })
      wake()
      return { deliveries }
    },
  }
}

function required(row: WebhookRow | undefined): WebhookRow {
  if (row === undefined) throw new DomainError('webhook-not-found')
  return row
}

function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
}

function viewOf(row: WebhookRow, now: Date): WebhookView {
  const { id, name, url, kinds, createdAt, disabledAt, disabledWhy, previousSecretUntil } = row
  const isOverlap = previousSecretUntil !== null && previousSecretUntil > now
  return {
    id,
    name,
    url,
    kinds,
    scope: row.accountId === null ? 'site' : 'own',
    createdAt: createdAt.toISOString(),
    isEnabled: disabledAt === null,
    disabledWhy,
    ...(row.disabledTold === null ? {} : { told: row.disabledTold }),
    previousSecretUntil: isOverlap ? previousSecretUntil.toISOString() : null,
  }
}

function deliveryViewOf(row: DeliveryRow): DeliveryView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    status: row.lastStatus,
    fault: row.lastFault,
    ...wordsOfFault(row.lastFault),
    durationMs: row.lastMs,
    lastAttemptAt: row.lastAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}
