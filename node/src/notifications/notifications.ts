import { isNull } from 'drizzle-orm'
import type { Base } from '../base.ts'
import { startLoop } from '../loop.ts'
import type { Recipient } from '../users/recipients.ts'
import { createDeliveryStore } from './delivery-store.ts'
import { createFanOut, type FanOutDeps } from './fan-out.ts'
import { createFanOutStore } from './fan-out-store.ts'
import { createInboxService } from './inbox.ts'
import { createInboxStore } from './inbox-store.ts'
import { createMailAdmin } from './mail-admin.ts'
import { createMailQueue } from './mail-queue.ts'
import { askMailServer, createMailSender } from './mail-sender.ts'
import { createMailStore } from './mail-store.ts'
import { createMailWatch } from './mail-watch.ts'
import { createRetention } from './retention.ts'
import { notificationEvents } from './schema.ts'
import { createWebhookQueue } from './webhook-queue.ts'
import { createWebhookSender } from './webhook-sender.ts'
import { createWebhookStore } from './webhook-store.ts'
import { createWebhookService } from './webhooks.ts'

/** Rows may be left by code that wakes nobody. */
const POLL_MS = 1_000
const MAIL_LOOK_MS = 10_000

export interface NotificationsDeps extends Pick<Base, 'db' | 'hints' | 'log' | 'newId' | 'now'> {
  readonly config: Pick<
    Base['config'],
    | 'url'
    | 'host'
    | 'port'
    | 'siteName'
    | 'mailFrom'
    | 'inboxRetentionDays'
    | 'isWebhookHttpAllowed'
    | 'webhookPorts'
    | 'webhookAllowedCidrs'
  >
  readonly smtpUrl: string | undefined
  readonly findRecipients: (ids: readonly string[]) => Promise<Recipient[]>
  readonly listRecipients: FanOutDeps['listRecipients']
}

/** How delivery stands, for whoever watches over it. */
export interface DeliveryFacts {
  readonly isMailConfigured: boolean
  readonly pendingEvents: number
  readonly mails: { waiting: number; oldestWaitingS: number | null; failed: number }
  readonly webhooks: { waiting: number; oldestWaitingS: number | null }
}

export type Notifications = ReturnType<typeof createNotifications>

/** Takes what happened from `notification_events` to inboxes, mail and webhooks. */
export function createNotifications(deps: NotificationsDeps) {
  const { config, db, hints, log, newId, now, smtpUrl, findRecipients, listRecipients } = deps
  const { siteName, mailFrom: from } = config
  const baseUrl = config.url ?? `http://${config.host}:${config.port}`
  const wake = () => hints.wake('notifications')
  const policy = {
    isHttpAllowed: config.isWebhookHttpAllowed,
    ports: config.webhookPorts,
    allowedCidrs: config.webhookAllowedCidrs,
  }
  const mailWatch =
    smtpUrl === undefined || from === undefined
      ? undefined
      : createMailWatch(createMailSender(smtpUrl, from), () => askMailServer(smtpUrl))
  const send = mailWatch?.send
  if (send === undefined) {
    log.warn('no mail server: set CROSSPANEL_SMTP_URL and CROSSPANEL_MAIL_FROM to send mails')
  }
  const inboxStore = createInboxStore(db)
  const mailStore = createMailStore(db)
  const deliveryStore = createDeliveryStore(db)
  const fanOut = createFanOut({
    store: createFanOutStore(db, newId),
    findRecipients,
    listRecipients,
    isMailConfigured: send !== undefined,
    baseUrl,
  })
  const common = { siteName, baseUrl, newId, now, log, wake }
  const mailQueue = send && createMailQueue({ ...common, store: mailStore, send })
  const sender = createWebhookSender(policy, now)
  const webhookQueue = createWebhookQueue({ ...common, store: deliveryStore, call: sender.call })
  const sweep = createRetention({ ...config, db, inbox: inboxStore, now })

  async function fanOutAll(signal: AbortSignal): Promise<void> {
    let written = 0
    while (!signal.aborted && (await fanOut.next())) written += 1
    if (written > 0) wake()
  }

  return {
    inbox: createInboxService({ ...common, store: inboxStore }),
    webhooks: createWebhookService({ ...common, store: createWebhookStore(db), policy }),
    mail: createMailAdmin({ ...common, store: mailStore, send, from, findRecipients }),
    sweep,
    countUnread: inboxStore.countUnread,
    isMailServerReached: mailWatch?.isReached,

    /** How mail stands, for the alerts. */
    async mailFacts() {
      const { waiting, oldestWaitingS, failedToday } = await mailStore.facts()
      return { waiting, oldestWaitingS: oldestWaitingS ?? 0, undeliverable: failedToday }
    },

    async deliveryFacts(): Promise<DeliveryFacts> {
      const [pendingEvents, mails, webhooks] = await Promise.all([
        db.$count(notificationEvents, isNull(notificationEvents.fannedOutAt)),
        mailStore.facts(),
        deliveryStore.facts(),
      ])
      return { isMailConfigured: send !== undefined, pendingEvents, mails, webhooks }
    },

    loops(): AsyncDisposable {
      const stack = new AsyncDisposableStack()
      const rounds = {
        'notification-fan-out': fanOutAll,
        webhooks: webhookQueue.round,
        ...(mailQueue && { mails: mailQueue.round }),
      }
      if (mailWatch) {
        stack.use(startLoop(mailWatch.look, { name: 'mail server', everyMs: MAIL_LOOK_MS, log }))
      }
      for (const [name, round] of Object.entries(rounds)) {
        const onWake = (listener: () => void) => hints.onWake('notifications', listener)
        stack.use(startLoop(round, { name, everyMs: POLL_MS, log, onWake }))
      }
      return stack
    },

    /** Delivers all that is due now. */
    async settle(): Promise<void> {
      const { signal } = new AbortController()
      await fanOutAll(signal)
      await mailQueue?.round(signal)
      await webhookQueue.round(signal)
    },

    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  }
}
