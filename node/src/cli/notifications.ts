import { randomUUID } from 'node:crypto'
import { CliError, EXIT } from '@crosspanel/protocol/exit-codes'
import { NotificationList } from '@crosspanel/protocol/notification'
import { TestMailSent } from '@crosspanel/protocol/notification-admin'
import { table } from '@crosspanel/protocol/text-table'
import {
  DeliveryList,
  DeliveryView,
  Replayed,
  WebhookList,
  WebhookWithSecret,
} from '@crosspanel/protocol/webhook'
import { z } from 'zod'
import { apiFor } from './api.ts'
import { note, print, printJson } from './output.ts'
import { requireLogin } from './profile.ts'
import { instantOf } from './times.ts'

interface Options {
  readonly site?: string
  readonly json?: boolean
}
interface WebhookOptions extends Options {
  readonly since?: string
  readonly delivery?: string
}

const NOTHING = z.undefined()

export async function listNotifications(options: Options & { unread?: boolean }): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const query = options.unread ? '?unread=true' : ''
  const inbox = await api.call(`/api/v1/notifications${query}`, NotificationList)
  if (options.json) return printJson(inbox)
  if (inbox.notifications.length === 0) {
    return note(options.unread ? 'You have read everything.' : 'You were told of nothing yet.')
  }
  const rows = inbox.notifications.map(({ id, at, isRead, title }) => [
    id,
    at,
    isRead ? '' : 'unread',
    title,
  ])
  print(table(['ID', 'TIME', '', 'WHAT'], rows))
}

export async function readNotification(id: string, options: Options): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const path = id === 'all' ? 'read' : `${encodeURIComponent(id)}/read`
  await api.call(`/api/v1/notifications/${path}`, NOTHING, { method: 'PUT' })
  note(id === 'all' ? 'Everything is read.' : 'It is read.')
}

export async function testMail(options: Options & { to?: string }): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { to } = await api.call('/api/v1/admin/mail/test', TestMailSent, {
    method: 'POST',
    body: options.to === undefined ? {} : { to: options.to },
  })
  note(`The mail server took a test mail to ${to}.`)
}

/** Prints the secret on standard output and nothing else, so that it can be piped to a file. */
export async function addWebhook(
  url: string,
  options: Options & { name: string; kinds: string[]; ofSite?: boolean },
): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { name, kinds, ofSite } = options
  const webhook = await api.call('/api/v1/webhooks', WebhookWithSecret, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: { name, url, kinds, scope: ofSite ? 'site' : 'own' },
  })
  if (options.json) return printJson(webhook)
  print(webhook.secret)
  note(`The webhook is ${webhook.id}. Its secret is shown this once.`)
}

export async function listWebhooks(options: Options): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { webhooks } = await api.call('/api/v1/webhooks', WebhookList)
  if (options.json) return printJson(webhooks)
  if (webhooks.length === 0) return note('You have no webhooks.')
  const rows = webhooks.map(({ id, name, scope, isEnabled, url }) => [
    id,
    name,
    scope,
    isEnabled ? 'on' : 'off',
    url,
  ])
  print(table(['ID', 'NAME', 'SCOPE', 'STATE', 'URL'], rows))
}

async function removeWebhook(id: string, options: Options): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  await api.call(pathOf(id), NOTHING, { method: 'DELETE' })
  note('The webhook is removed, with its log.')
}

async function testWebhook(id: string, options: Options): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const delivery = await api.call(`${pathOf(id)}/test`, DeliveryView, { method: 'POST' })
  if (options.json) return printJson(delivery)
  note(`The test is on its way. See what became of it: crosspanel webhooks log ${id}`)
}

async function showLog(id: string, options: Options): Promise<void> {
  const api = apiFor(await requireLogin(options.site))
  const { deliveries } = await api.call(`${pathOf(id)}/deliveries`, DeliveryList)
  if (options.json) return printJson(deliveries)
  if (deliveries.length === 0) return note('Nothing was sent to it yet.')
  const rows = deliveries.map((delivery) => [
    delivery.id,
    delivery.createdAt,
    delivery.kind,
    delivery.state,
    String(delivery.status ?? delivery.fault ?? ''),
    String(delivery.attempts),
  ])
  print(table(['ID', 'TIME', 'KIND', 'STATE', 'ANSWER', 'ATTEMPTS'], rows))
  const words = new Map(deliveries.map(({ fault, seen }) => [fault, seen]))
  for (const [fault, seen] of words) {
    if (seen !== undefined) note(`${fault}: ${seen}`)
  }
}

async function replay(id: string, { site, since, delivery }: WebhookOptions): Promise<void> {
  if ((since === undefined) === (delivery === undefined)) {
    throw new CliError('say what to send again: --since TIME or --delivery ID', EXIT.usage)
  }
  const api = apiFor(await requireLogin(site))
  if (delivery !== undefined) {
    const path = `${pathOf(id)}/deliveries/${encodeURIComponent(delivery)}/replay`
    await api.call(path, NOTHING, { method: 'POST' })
    return note('The delivery waits to be sent again.')
  }
  const { deliveries } = await api.call(`${pathOf(id)}/replay`, Replayed, {
    method: 'POST',
    body: { since: instantOf(since) },
  })
  note(`${deliveries} deliveries wait to be sent again.`)
}

function pathOf(id: string): string {
  return `/api/v1/webhooks/${encodeURIComponent(id)}`
}

export const webhookVerbs = { remove: removeWebhook, test: testWebhook, log: showLog, replay }
