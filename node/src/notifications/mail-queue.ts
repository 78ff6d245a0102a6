import type { TemplateTexts } from '@crosspanel/protocol/notification-admin'
import type { Logger } from '../logger.ts'
import { SECRET_KINDS } from './kinds.ts'
import type { SendMail } from './mail-sender.ts'
import type { ClaimedMail, MailStore } from './mail-store.ts'
import { defaultTexts, fillTexts, valuesOf } from './templates.ts'

/** Mails under way at once. */
const BATCH = 4
/** Longer than all timeouts of one attempt together. */
const LEASE_MS = 300_000
const PUT_OFF_FIRST_MS = 30_000
const PUT_OFF_MAX_MS = 3_600_000
/** While the server is out of reach it is asked for as often as this, however many mails wait. */
const AWAY_FIRST_MS = 1_000
const AWAY_MAX_MS = 30_000

export interface MailQueueDeps {
  readonly store: MailStore
  readonly send: SendMail
  readonly siteName: string
  readonly baseUrl: string
  readonly now: () => Date
  readonly log: Logger
}

/**
 * Sends mails, each at most once: a mail is marked before the server hears of it, and is sent again
 * only when it was surely not taken.
 */
export function createMailQueue({ store, send, siteName, baseUrl, now, log }: MailQueueDeps) {
  let failuresInARow = 0
  /** Milliseconds since 1970 between which the server is left alone: mails wait for it, not each for itself. */
  let pause = { from: 0, until: 0 }

  /** A clock that was set back does not make it longer. */
  function isPausing(): boolean {
    const at = now().getTime()
    return pause.from <= at && at < pause.until
  }

  function noteServer(isReached: boolean): void {
    if (!isReached && failuresInARow === 0) log.warn('the mail server is out of reach')
    if (isReached && failuresInARow > 0) log.info('the mail server is back')
    failuresInARow = isReached ? 0 : failuresInARow + 1
    if (isReached) return
    const from = now().getTime()
    pause = { from, until: from + jittered(AWAY_FIRST_MS, AWAY_MAX_MS, failuresInARow) }
  }

  function textsOf(mail: ClaimedMail, templates: ReadonlyMap<string, TemplateTexts>) {
    const common = { recipientName: mail.name, siteName, baseUrl }
    const texts = templates.get(mail.kind) ?? defaultTexts(mail.kind)
    return fillTexts(texts, valuesOf(mail.kind, mail.data, common))
  }

  /** Whether the server could be spoken to. */
  async function deliver(
    mail: ClaimedMail,
    templates: ReadonlyMap<string, TemplateTexts>,
  ): Promise<boolean> {
    if (mail.isErased && SECRET_KINDS.includes(mail.kind)) {
      await store.end(mail, 'failed', 'link-expired')
      return true
    }
    const { id, address, name, attempts } = mail
    const outcome = await send({ id, to: { address, name }, ...textsOf(mail, templates) })
    switch (outcome.kind) {
      case 'sent':
        await store.end(mail, 'sent', null)
        return true
      case 'unconfirmed':
        log.warn({ mail: id, fault: outcome.fault }, 'a mail may or may not have been taken')
        await store.end(mail, 'unconfirmed', outcome.fault)
        return true
      case 'refused':
        log.warn({ mail: id, fault: outcome.fault }, 'the mail server refuses a mail')
        await store.end(mail, 'failed', outcome.fault)
        return true
      case 'put-off':
        await store.putOff(
          mail,
          jittered(PUT_OFF_FIRST_MS, PUT_OFF_MAX_MS, attempts),
          outcome.fault,
        )
        return true
      case 'unreachable':
        await store.putOff(mail, 0, outcome.fault)
        return false
    }
  }

  async function deliverBatch(batch: readonly ClaimedMail[]): Promise<boolean> {
    const rows = await store.listTemplates()
    const templates = new Map(rows.map((row) => [row.kind as string, row]))
    const reached = await Promise.all(batch.map((mail) => deliver(mail, templates)))
    return reached.every(Boolean)
  }

  return {
    /** Sends what is due, until nothing is, or the server is out of reach. */
    async round(signal: AbortSignal): Promise<void> {
      const lost = await store.settleLost()
      if (lost > 0) log.warn({ mails: lost }, 'a process was lost while it sent mails')
      while (!signal.aborted && !isPausing()) {
        const batch = await store.claim(BATCH, LEASE_MS)
        if (batch.length === 0) return
        noteServer(await deliverBatch(batch))
      }
    },
  }
}

/** Doubles with each attempt; half of it at random, so that what failed together is not tried together. */
export function jittered(firstMs: number, maxMs: number, attempts: number): number {
  const ms = Math.min(maxMs, firstMs * 2 ** Math.min(attempts - 1, 20))
  return ms * (0.5 + Math.random() / 2)
}
