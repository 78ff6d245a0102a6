import type { Logger } from '../logger.ts'
import type { ClaimedDelivery, DeliveryStore } from './delivery-store.ts'
import { jittered } from './mail-queue.ts'
import type { CallWebhook } from './webhook-sender.ts'

/** Receivers called at once. */
const SLOTS = 8
/** Longer than the deadline of one call. */
const LEASE_MS = 30_000
const BACKOFF_FIRST_MS = 10_000
const BACKOFF_MAX_MS = 6 * 3_600_000
const GONE = 410

export interface WebhookQueueDeps {
  readonly store: DeliveryStore
  readonly call: CallWebhook
  readonly now: () => Date
  readonly log: Logger
}

/** Calls webhooks at least once for each event, under an id that stays the same. */
export function createWebhookQueue({ store, call, now, log }: WebhookQueueDeps) {
  const underWay = new Set<Promise<void>>()

  async function deliver(claimed: ClaimedDelivery): Promise<void> {
    const { delivery, webhook } = claimed
    const { previousSecret, previousSecretUntil } = webhook
    const isOverlap = previousSecretUntil !== null && previousSecretUntil > now()
    const secrets = [webhook.secret, ...(isOverlap && previousSecret ? [previousSecret] : [])]
    const { id, body, attempts } = delivery
    const answer = await call({ id, url: webhook.url, body, secrets })
    const { status } = answer
    if (status !== null && status >= 200 && status < 300) return store.delivered(delivery, answer)
    const waitMs = jittered(BACKOFF_FIRST_MS, BACKOFF_MAX_MS, attempts)
    return store.failed(claimed, answer, { waitMs, isFinal: status === GONE })
  }

  async function take(signal: AbortSignal): Promise<boolean> {
    if (underWay.size >= SLOTS || signal.aborted) return false
    const claimed = await store.claim(LEASE_MS)
    if (claimed === undefined) return false
    const working = deliver(claimed)
      .catch((err: unknown) =>
        log.error({ err, delivery: claimed.delivery.id }, 'a call stays leased'),
      )
      .finally(() => underWay.delete(working))
    underWay.add(working)
    return true
  }

  return {
    /** Makes the calls that are due, until none is. */
    async round(signal: AbortSignal): Promise<void> {
      for (;;) {
        while (await take(signal));
        if (underWay.size === 0) return
        await Promise.race(underWay)
      }
    },
  }
}
