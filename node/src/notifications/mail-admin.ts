import { NOTIFICATION_KINDS, type NotificationKind } from '@crosspanel/protocol/notification'
import type {
  MailList,
  MailState,
  MailStatus,
  MailView,
  TemplateTexts,
  TemplateView,
} from '@crosspanel/protocol/notification-admin'
import { DomainError } from '@crosspanel/protocol/problem'
import { refusal } from '@crosspanel/protocol/refusals'
import { pageOf, readCursor } from '../cursor.ts'
import type { Account } from '../users/account.ts'
import type { Recipient } from '../users/recipients.ts'
import { wordsOfFault } from './delivery-faults.ts'
import type { SendMail } from './mail-sender.ts'
import type { MailRow, MailStore, TemplateRow } from './mail-store.ts'
import { checkTexts, defaultTexts, fillTexts, placeholdersOf } from './templates.ts'

const TEST_TEXTS: TemplateTexts = {
  subject: 'Test mail of {{siteName}}',
  text: 'This is a test mail of {{siteName}}, so mail works.\n\n{{link}}\n',
  html: '<p>This is a test mail of {{siteName}}, so mail works.</p>\n<p><a href="{{link}}">{{link}}</a></p>',
}

const WHY_NOT_AGAIN = {
  waiting: 'under-way',
  sending: 'under-way',
  sent: 'sent',
  unconfirmed: 'erased',
  failed: 'erased',
} as const satisfies Record<MailState, string>

export interface MailAdminDeps {
  readonly store: MailStore
  /** Undefined without a mail server. */
  readonly send: SendMail | undefined
  readonly from: string | undefined
  readonly siteName: string
  readonly baseUrl: string
  readonly findRecipients: (ids: readonly string[]) => Promise<Recipient[]>
  readonly wake: () => void
  readonly newId: () => string
  readonly now: () => Date
}
export type MailAdmin = ReturnType<typeof createMailAdmin>

/** What an administrator does with mail: look, change texts, try again. */
export function createMailAdmin(deps: MailAdminDeps) {
  const { store, send, from, siteName, baseUrl, findRecipients, wake, newId, now } = deps

  async function template(kind: NotificationKind): Promise<TemplateView> {
    const rows = await store.listTemplates()
    return viewOf(
      kind,
      rows.find((row) => row.kind === kind),
    )
  }

  return {
    async status(): Promise<MailStatus> {
      return { isConfigured: send !== undefined, from: from ?? null, ...(await store.facts()) }
    },

    async list(query: {
      state?: MailState | undefined
      after?: string | undefined
      limit: number
    }): Promise<MailList> {
      const { state, after, limit } = query
      const rows = await store.list(state, readCursor(after), limit + 1)
      const { page, next } = pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }))
      return { mails: page.map(mailViewOf), next }
    },

    async retry(account: Account, id: string): Promise<void> {
      if (await store.retry(id, `account:${account.id}`)) return wake()
      const mail = await store.find(id)
      if (mail === undefined) throw new DomainError('mail-not-found')
      throw refusal(`mail-state-conflict.${WHY_NOT_AGAIN[mail.state]}`)
    },

    /** Sends one mail at once and says what the server made of it. */
    async test(account: Account, to: string | undefined): Promise<{ to: string }> {
      if (send === undefined) {
        throw new DomainError('mail-not-configured')
      }
      const [self] = await findRecipients([account.id])
      const address = to ?? self?.email ?? ''
      const texts = fillTexts(TEST_TEXTS, { siteName, link: baseUrl })
      const outcome = await send({
        id: newId(),
        to: { address, name: to === undefined ? (self?.name ?? '') : '' },
        ...texts,
      })
      if (outcome.kind === 'sent') return { to: address }
      const { kind, fault } = outcome
      throw refusal(`mail-not-sent.${kind}`, { params: { fault } })
    },

    async templates(): Promise<TemplateView[]> {
      const rows = await store.listTemplates()
      return NOTIFICATION_KINDS.map((kind) =>
        viewOf(
          kind,
          rows.find((row) => row.kind === kind),
        ),
      )
    },

    template,

    async putTemplate(
      account: Account,
      kind: NotificationKind,
      texts: TemplateTexts,
    ): Promise<TemplateView> {
      requireGood(kind, texts)
      await store.putTemplate(kind, texts, `account:${account.id}`, now())
      return template(kind)
    },

    async resetTemplate(account: Account, kind: NotificationKind): Promise<TemplateView> {
      await store.resetTemplate(kind, `account:${account.id}`)
      return template(kind)
    },

    /** The texts with each placeholder filled by its name. */
    preview(kind: NotificationKind, texts: TemplateTexts): TemplateTexts {
      requireGood(kind, texts)
      const sample = Object.fromEntries(placeholdersOf(kind).map((name) => [name, `[${name}]`]))
      return fillTexts(texts, { ...sample, siteName, link: baseUrl })
    },
  }
}

function requireGood(kind: NotificationKind, texts: TemplateTexts): void {
  const errors = checkTexts(kind, texts)
  if (errors.length > 0) throw new DomainError('template-refused', undefined, { errors })
}

function viewOf(kind: NotificationKind, row: TemplateRow | undefined): TemplateView {
  const { subject, text, html } = row ?? defaultTexts(kind)
  const updatedAt = row?.updatedAt.toISOString() ?? null
  return { kind, subject, text, html, placeholders: placeholdersOf(kind), updatedAt }
}

function mailViewOf(row: MailRow): MailView {
  const { id, kind, address, state, attempts, lastFault, createdAt, nextAttemptAt } = row
  return {
    id,
    kind,
    address,
    state,
    attempts,
    fault: lastFault,
    ...wordsOfFault(lastFault),
    createdAt: createdAt.toISOString(),
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
  }
}
