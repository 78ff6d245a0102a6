import { randomUUID } from 'node:crypto'
import { openDb } from '@crosspanel/node/db'
import { openInProcessHints } from '@crosspanel/node/hints'
import { createLogger } from '@crosspanel/node/logger'
import {
  createNotifications,
  type NotificationsDeps,
} from '@crosspanel/node/notifications/notifications'
import type { Account } from '@crosspanel/node/users/account'
import { createRecipients } from '@crosspanel/node/users/recipients'
import { accounts } from '@crosspanel/node/users/schema'
import { cloneDatabase } from './postgres.ts'

export const BASE_URL = 'https://lund.example.org'

export interface NotificationOptions {
  readonly smtpUrl?: string
  /** Ports on loopback that webhooks may call. */
  readonly webhookPorts?: readonly number[]
  readonly webhookAllowedCidrs?: readonly string[]
}

export type NotificationsHarness = Awaited<ReturnType<typeof openNotifications>>

/** The notifications of a node on a database of its own, and further processes of that node. */
export async function openNotifications(options: NotificationOptions = {}) {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await cloneDatabase('node'))
  const { db, close } = openDb(database.url)
  stack.defer(close)
  const processes = stack.use(new AsyncDisposableStack())
  const clock = { now: new Date() }
  const logLines: string[] = []
  const log = createLogger(
    { siteId: 'site:lund', logLevel: 'debug' },
    { write: (line: string) => void logLines.push(line) },
  )

  /** One more process of the node. */
  function start(over: Partial<NotificationsDeps> = {}) {
    return processes.use(
      createNotifications({
        db,
        hints: openInProcessHints(),
        log,
        newId: randomUUID,
        now: () => clock.now,
        ...createRecipients(db),
        smtpUrl: options.smtpUrl,
        config: {
          url: BASE_URL,
          host: '127.0.0.1',
          port: 8080,
          siteName: 'Lund',
          mailFrom: 'Crosspanel <crosspanel@lund.example.org>',
          inboxRetentionDays: 180,
          isWebhookHttpAllowed: true,
          webhookPorts: options.webhookPorts ?? [443],
          webhookAllowedCidrs: options.webhookAllowedCidrs ?? ['127.0.0.0/8'],
        },
        ...over,
      }),
    )
  }

  async function person(role: Account['role'] = 'researcher') {
    const id = randomUUID()
    const email = `${id}@example.org`
    await db.insert(accounts).values({
      id,
      email,
      name: 'Ada Lovelace',
      role,
      passwordHash: 'none',
      createdAt: clock.now,
    })
    const account: Account = { id, role, via: 'session' }
    return { ...account, email, account }
  }

  const first = start()
  const owned = stack.move()
  return {
    ...first,
    start,
    person,
    db,
    clock,
    logLines,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
