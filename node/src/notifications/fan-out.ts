import type { NotificationChannel, NotificationKind } from '@crosspanel/protocol/notification'
import type { Tx } from '../db.ts'
import type { Recipient } from '../users/recipients.ts'
import type { EventRow, FanOutStore } from './fan-out-store.ts'
import { isOn, KINDS, publicData, SECRET_KINDS } from './kinds.ts'
import { linkOf } from './templates.ts'

/** Accounts that one transaction writes for: an announcement holds no lock for long. */
const PAGE = 200

export interface FanOutDeps {
  readonly store: FanOutStore
  readonly findRecipients: (ids: readonly string[]) => Promise<Recipient[]>
  readonly listRecipients: (
    group: 'site-admins' | 'everyone',
    after: string | undefined,
    limit: number,
  ) => Promise<Recipient[]>
  readonly isMailConfigured: boolean
  readonly baseUrl: string
}

interface Page {
  readonly recipients: readonly Recipient[]
  /** Where to go on; undefined when everybody was written for. */
  readonly next: string | undefined
}

/** Turns one event into inbox rows, mails and webhook deliveries. What is there already is not written again. */
export function createFanOut(deps: FanOutDeps) {
  const { store, isMailConfigured, baseUrl } = deps

  async function recipientsOf({ recipient, fannedOutTo }: EventRow): Promise<Page> {
    if (recipient === 'site-admins' || recipient === 'everyone') {
      const recipients = await deps.listRecipients(recipient, fannedOutTo ?? undefined, PAGE)
      return { recipients, next: recipients.length < PAGE ? undefined : recipients.at(-1)?.id }
    }
    const accountId = /^account:(.+)$/.exec(recipient)?.[1]
    const recipients = accountId === undefined ? [] : await deps.findRecipients([accountId])
    return { recipients, next: undefined }
  }

  function mailsOf(event: EventRow, wanted: readonly Recipient[]) {
    if (!isMailConfigured) return []
    const address = /^address:(.+)$/.exec(event.recipient)?.[1]
    if (address === undefined) {
      return wanted.map(({ id, email, name }) => ({ accountId: id, address: email, name }))
    }
    return [{ accountId: null, address, name: String(event.data['name'] ?? address) }]
  }

  async function writeFor(tx: Tx, event: EventRow, { recipients }: Page): Promise<number> {
    const kind = event.kind
    const chosen = await store.preferencesOf(
      tx,
      kind,
      recipients.map(({ id }) => id),
    )
    const by = (channel: NotificationChannel) =>
      recipients.filter(({ id }) => isOn(KINDS[kind].channels[channel], chosen(id, channel)))
    const data = publicData(event.data)
    await store.addInboxItems(tx, { ...event, data }, by('inbox'))
    const mails = mailsOf(event, by('mail'))
    await store.addMails(tx, event, mails)
    if (KINDS[kind].channels.webhook !== 'never') {
      const isFirst = event.fannedOutTo === null
      await store.addDeliveries(tx, event, by('webhook'), { isFirst, body: bodyOf(event) })
    }
    return mails.length
  }

  function bodyOf({ kind, at, data, recipient }: EventRow): string {
    return JSON.stringify({
      type: kind,
      timestamp: at.toISOString(),
      recipient,
      data: { ...publicData(data), link: linkOf(kind, publicData(data), baseUrl) },
    })
  }

  return {
    /** Writes for one event, or for the next page of its recipients. False when there is none. */
    next(): Promise<boolean> {
      return store.transaction(async (tx) => {
        const event = await store.takeEvent(tx)
        if (event === undefined) return false
        // A newer version, since gone, may have left kinds that this one does not know.
        const isKnown = Object.hasOwn(KINDS, event.kind)
        const page = isKnown ? await recipientsOf(event) : { recipients: [], next: undefined }
        const mails = isKnown ? await writeFor(tx, event, page) : 0
        const isSecretNeeded = mails > 0 || !isSecret(event.kind)
        await store.endPage(tx, event.seq, { next: page.next, eraseSecrets: !isSecretNeeded })
        return true
      })
    },
  }
}

function isSecret(kind: NotificationKind): boolean {
  return SECRET_KINDS.includes(kind)
}
