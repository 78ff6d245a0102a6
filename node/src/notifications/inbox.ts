import {
  type ChangePreference,
  NOTIFICATION_CHANNELS,
  NOTIFICATION_KINDS,
  type NotificationChannel,
  type NotificationKind,
  type NotificationList,
  type NotificationPreference,
  type NotificationView,
} from '@crosspanel/protocol/notification'
import { fault } from '@crosspanel/protocol/faults'
import { DomainError, invalidRequest } from '@crosspanel/protocol/problem'
import { pageOf, readCursor } from '../cursor.ts'
import type { Account } from '../users/account.ts'
import type { InboxRow, InboxStore, PreferenceRow } from './inbox-store.ts'
import { isOn, KINDS } from './kinds.ts'
import { fill, linkOf, textsOf, valuesOf } from './templates.ts'

export interface InboxDeps {
  readonly store: InboxStore
  readonly siteName: string
  readonly now: () => Date
}
export type InboxService = ReturnType<typeof createInboxService>

/** What an account is told of, and by which ways it wants to be. */
export function createInboxService({ store, siteName, now }: InboxDeps) {
  function viewOf({ id, kind, data, told, at, readAt }: InboxRow): NotificationView {
    const values = valuesOf(kind, data, { recipientName: '', siteName, baseUrl: '' })
    const { subject, seen, next } = textsOf(kind)
    return {
      id,
      kind,
      title: fill(subject, values),
      text: `${fill(seen, values)} ${fill(next, values)}`,
      told: { key: kind, params: { ...data, siteName } },
      ...(told === null ? {} : { reason: told }),
      path: linkOf(kind, data, ''),
      at: at.toISOString(),
      isRead: readAt !== null,
    }
  }

  async function preferences({ id }: Account): Promise<NotificationPreference[]> {
    const rows = await store.listPreferences(id)
    return NOTIFICATION_KINDS.map((kind) => preferenceOf(kind, rows))
  }

  return {
    async list(
      { id }: Account,
      query: { unread: boolean; after?: string | undefined; limit: number },
    ): Promise<NotificationList> {
      const { unread: isUnread, limit } = query
      const after = readCursor(query.after)
      const [rows, unread] = await Promise.all([
        store.list(id, { isUnread, after, limit: limit + 1 }),
        store.countUnread(id),
      ])
      const { page, next } = pageOf(rows, limit, ({ at, id: row }) => ({ at, id: row }))
      return { notifications: page.map(viewOf), next, unread }
    },

    async unread({ id }: Account): Promise<{ unread: number }> {
      return { unread: await store.countUnread(id) }
    },

    async markRead({ id: accountId }: Account, id: string): Promise<void> {
      requireFound(await store.markRead(accountId, id, now()))
    },

    async markAllRead({ id }: Account): Promise<void> {
      await store.markAllRead(id, now())
    },

    async remove({ id: accountId }: Account, id: string): Promise<void> {
      requireFound(await store.remove(accountId, id))
    },

    preferences,

    async changePreference(
      account: Account,
      kind: NotificationKind,
      request: ChangePreference,
    ): Promise<NotificationPreference> {
      const choices = NOTIFICATION_CHANNELS.flatMap((channel) => {
        const choice = request[channel]
        if (choice === undefined) return []
        requireFree(kind, channel, choice)
        return [{ channel, isOn: choice }]
      })
      await store.setPreferences(account.id, kind, choices)
      return preferenceOf(kind, await store.listPreferences(account.id))
    },
  }
}

function preferenceOf(kind: NotificationKind, rows: readonly PreferenceRow[]) {
  const choiceOf = (channel: NotificationChannel) => {
    const rule = KINDS[kind].channels[channel]
    const chosen = rows.find((row) => row.kind === kind && row.channel === channel)?.isOn
    return { isOn: isOn(rule, chosen), isFixed: isFixed(kind, channel) }
  }
  return {
    kind,
    inbox: choiceOf('inbox'),
    mail: choiceOf('mail'),
    webhook: choiceOf('webhook'),
  }
}

function isFixed(kind: NotificationKind, channel: NotificationChannel): boolean {
  return ['always', 'never'].includes(KINDS[kind].channels[channel])
}

function requireFree(kind: NotificationKind, channel: NotificationChannel, choice: boolean): void {
  if (!isFixed(kind, channel) || choice === (KINDS[kind].channels[channel] === 'always')) return
  const rule = KINDS[kind].channels[channel]
  const key = rule === 'always' ? 'always' : 'never'
  throw invalidRequest(fault(key, `#/${channel}`, { kind, channel }))
}

function requireFound(isFound: boolean): void {
  if (!isFound) throw new DomainError('notification-not-found')
}
